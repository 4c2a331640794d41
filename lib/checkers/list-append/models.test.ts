import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnomalyType } from './anomaly.ts';
import { checkListAppend } from './check.ts';
import type { IsolationLevel } from './isolation.ts';
import { append, read } from './literal-transactions.ts';
import { type Isolation, type Program, runModel } from './model-store.ts';
import type { MicroOp, Transaction } from './transaction.ts';

const program: fc.Arbitrary<Program> = fc.record({
  ops: fc.array(fc.record({ f: fc.constantFrom('append', 'r'), key: fc.nat(3) }), {
    minLength: 1,
    maxLength: 5,
  }),
  fate: fc.oneof(
    { weight: 5, arbitrary: fc.constant('ok' as const) },
    { weight: 2, arbitrary: fc.constantFrom('fail', 'info, committed', 'info, aborted') },
  ),
});

const historyOf = (isolation: Isolation): fc.Arbitrary<readonly Transaction[]> =>
  fc
    .tuple(
      fc.array(program, { minLength: 1, maxLength: 25 }),
      fc.array(fc.nat(2), { minLength: 1, maxLength: 50 }),
    )
    .map(([programs, schedule]) => runModel(programs, schedule, isolation));

const strict = { level: 'strict-serializable' } as const;

test('two-phase locking has no anomaly of any kind', () => {
  fc.assert(
    fc.property(historyOf('serializable'), (history) => {
      expect(checkListAppend(history, strict).counts).toEqual({});
    }),
    { numRuns: 400 },
  );
});

test.each<[Isolation, IsolationLevel]>([
  ['snapshot-isolation', 'snapshot-isolation'],
  ['read-committed', 'read-committed'],
])('a store with %s violates %s never, and serializability at times', (isolation, level) => {
  let anomalies = 0;
  fc.assert(
    fc.property(historyOf(isolation), (history) => {
      const { valid, counts } = checkListAppend(history, {
        level,
        orders: ['process', 'realtime'],
      });
      expect(valid, JSON.stringify(counts)).toBe(true);
      if (!checkListAppend(history, { level: 'serializable' }).valid) anomalies++;
    }),
    { numRuns: 400 },
  );
  expect(anomalies).toBeGreaterThan(0);
});

test('the order of the input and a second run change nothing', () => {
  const shuffled = historyOf('read-committed').chain((history) =>
    fc.tuple(
      fc.constant(history),
      fc.shuffledSubarray([...history], { minLength: history.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([history, other]) => {
      const result = checkListAppend(history, strict);
      expect(checkListAppend(other, strict)).toEqual(result);
      expect(checkListAppend(history, strict)).toEqual(result);
    }),
    { numRuns: 300 },
  );
});

describe('one anomaly put into a serializable history is found', () => {
  const KEY = 50;
  /** Two lists under a key of their own, and a transaction long before and one long after all. */
  const first = late(9_001, 10_000, [append(KEY, 1), append(KEY, 2)]);
  const second = late(9_002, 11_000, [append(KEY, 3)]);
  const all = late(9_003, 12_000, [read(KEY, 1, 2, 3)]);

  test.each<[AnomalyType, readonly Transaction[]]>([
    ['G1a', [first, { ...second, outcome: 'fail' }, all]],
    ['dirty-update', [{ ...first, outcome: 'fail' }, second, all]],
    ['G1b', [first, second, all, late(9_004, 10_000, [read(KEY, 1)])]],
    ['garbage-read', [first, all]],
    ['duplicate-elements', [first, second, all, late(9_004, 13_000, [read(KEY, 1, 2, 3, 3)])]],
    ['incompatible-order', [first, second, all, late(9_004, 13_000, [read(KEY, 1, 3)])]],
    ['internal', [first, second, late(9_004, 13_000, [read(KEY, 1, 2, 3), read(KEY, 1, 2)])]],
    ['future-read', [first, late(9_004, 13_000, [read(KEY, 1, 2, 3), append(KEY, 3)])]],
    [
      'lost-update',
      [
        first,
        ...[4, 5].map((value) =>
          late(9_000 + value, 13_000, [read(KEY, 1, 2), append(KEY, value)]),
        ),
      ],
    ],
    ['G-single-realtime', [first, second, late(9_004, 13_000, [read(KEY, 1, 2)])]],
    [
      'G0-realtime',
      [
        late(9_000, 10_000, [append(KEY, 1)]),
        { ...second, settledAt: 11_001 },
        late(9_005, 15_000, [read(KEY, 3, 1)]),
      ],
    ],
  ])('%s', (type, injected) => {
    fc.assert(
      fc.property(historyOf('serializable'), (history) => {
        const { counts, valid } = checkListAppend([...injected, ...history], strict);
        expect(counts[type]).toBe(1);
        expect(valid).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  test('G1a, when the client of a commit that was seen is told that it failed', () => {
    fc.assert(
      fc.property(historyOf('serializable'), fc.nat(), (history, choice) => {
        const seen = history.filter((one) => one.outcome === 'ok' && isSeen(one, history));
        const victim = seen[choice % Math.max(1, seen.length)];
        fc.pre(victim !== undefined);
        const told = history.map((one) =>
          one === victim ? { ...one, outcome: 'fail' as const } : one,
        );
        expect(checkListAppend(told, strict).counts).toHaveProperty('G1a');
      }),
      { numRuns: 200 },
    );
  });
});

/** Begins at the time and takes 500 ms, in a lane of its own. */
function late(id: number, invokedAt: number, ops: readonly MicroOp[]): Transaction {
  return { id, lane: id, invokedAt, settledAt: invokedAt + 500, outcome: 'ok', ops };
}

function isSeen(writer: Transaction, history: readonly Transaction[]): boolean {
  return history.some(
    (reader) =>
      reader !== writer &&
      reader.outcome === 'ok' &&
      reader.ops.some(
        (one) =>
          one.f === 'r' &&
          writer.ops.some(
            (other) =>
              other.f === 'append' && other.key === one.key && one.value?.includes(other.value),
          ),
      ),
  );
}
