import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anything, correct } from './arbitrary-registers.ts';
import { finalValues } from './brute-force.ts';
import { checkRegister } from './check-register.ts';
import type { ReadOperation, RegisterOperation } from './operation.ts';

const check = (operations: readonly RegisterOperation[]) =>
  checkRegister(operations, { caps: { timeMs: 1, memoryMiB: 256 }, clock: { now: () => 0 } });

/** What was known at an instant, were the answers known that came later. */
function until(operations: readonly RegisterOperation[], time: number): RegisterOperation[] {
  return operations.flatMap((operation): RegisterOperation[] => {
    if (operation.invokedAt > time) return [];
    if (operation.outcome !== 'ok' || operation.settledAt <= time) return [operation];
    const changes = operation.f !== 'read' && operation.output !== 'mismatch';
    return changes ? [{ ...operation, outcome: 'info' }] : [];
  });
}

describe('held against every permutation', () => {
  test('the verdict is the same for any history', () => {
    fc.assert(
      fc.property(anything, (operations) => {
        const expected = finalValues(operations).size > 0 ? 'linearizable' : 'not-linearizable';
        expect(check(operations).verdict).toBe(expected);
      }),
      { numRuns: 6_000 },
    );
  });

  test('the stuck operation is the first whose return leaves no order, the values are all', () => {
    fc.assert(
      fc.property(anything, (operations) => {
        const [found] = check(operations).keys;
        const stuck = operations.find(({ id }) => id === found?.stuck);
        if (found === undefined || stuck === undefined) return;
        const returns = operations.filter(({ outcome }) => outcome === 'ok');
        fc.pre(returns.every((one) => one === stuck || one.settledAt !== stuck.settledAt));
        const before = until(operations, stuck.settledAt).filter((one) => one !== stuck);
        expect(finalValues([...before, stuck]).size).toBe(0);
        expect(new Set(found.values)).toEqual(finalValues(before));
        expect(found.prefix).toBe(before.filter(tells).length + 1);
      }),
      { numRuns: 4_000 },
    );
  });
});

const tells = (operation: RegisterOperation): boolean => operation.outcome === 'ok';

describe('correct registers', () => {
  test.each(['unique', 'few'] as const)('with %s values are linearizable', (values) => {
    fc.assert(
      fc.property(correct(values), (operations) => {
        expect(check(operations)).toMatchObject({ verdict: 'linearizable', keys: [] });
      }),
      { numRuns: 500 },
    );
  });
});

type Operations = readonly RegisterOperation[];

const writes = ({ f, output }: RegisterOperation) => f !== 'read' && output !== 'mismatch';
const sure = (operation: RegisterOperation) => writes(operation) && operation.outcome === 'ok';

/** Anomalies of one read: the write whose value it must not see. */
const wrongWrites: Readonly<Record<string, (read: ReadOperation, all: Operations) => Operations>> =
  {
    'stale read': (read, all) =>
      all.filter((old) =>
        all.some(
          (young) =>
            sure(old) &&
            sure(young) &&
            old.settledAt < young.invokedAt &&
            young.settledAt < read.invokedAt,
        ),
      ),
    'read of a failed write': (_, all) =>
      all.filter((one) => writes(one) && one.outcome === 'fail'),
    'read from the future': (read, all) =>
      all.filter((one) => writes(one) && one.invokedAt > read.settledAt),
  };

describe('one wrong read among correct ones is found, at the read itself', () => {
  test.each(Object.entries(wrongWrites))('%s', (_, wrong) => {
    fc.assert(
      fc.property(correct('unique'), fc.nat(), fc.nat(), (operations, anyRead, anyWrite) => {
        const injected = operations.flatMap((read) => {
          if (read.f !== 'read' || read.outcome !== 'ok') return [];
          const own = operations.filter(({ key }) => key === read.key);
          return wrong(read, own).map(({ id }) => ({ ...read, output: id }));
        });
        fc.pre(injected.length > 0);
        const read = injected[(anyRead * 61 + anyWrite) % injected.length] as ReadOperation;
        expectStuck(operations, read);
      }),
      { numRuns: 300 },
    );
  });

  test('read of what nobody wrote, and of nothing after a write', () => {
    fc.assert(
      fc.property(correct('unique'), fc.nat(), (operations, any) => {
        const reads = operations.filter(({ f, outcome }) => f === 'read' && outcome === 'ok');
        fc.pre(reads.length > 0);
        const read = reads[any % reads.length] as ReadOperation;
        expectStuck(operations, { ...read, output: -1 });
        const isLate = operations.some(
          (one) => sure(one) && one.key === read.key && one.settledAt < read.invokedAt,
        );
        if (isLate) expectStuck(operations, { ...read, output: null });
      }),
      { numRuns: 300 },
    );
  });
});

function expectStuck(operations: Operations, read: ReadOperation): void {
  const changed = operations.map((one) => (one.id === read.id ? read : one));
  expect(check(changed)).toMatchObject({
    verdict: 'not-linearizable',
    keys: [{ key: read.key, stuck: read.id }],
  });
}

test('the order of the input changes nothing, nor does a second run', () => {
  const shuffled = anything.chain((operations) =>
    fc.tuple(
      fc.constant(operations),
      fc.shuffledSubarray([...operations], { minLength: operations.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([operations, others]) => {
      const result = check(operations);
      expect(check(others)).toEqual(result);
      expect(check(operations)).toEqual(result);
    }),
    { numRuns: 1_000 },
  );
});
