import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CycleName } from './anomaly.ts';
import { checkListAppend } from './check.ts';
import { append, read, transaction } from './literal-transactions.ts';
import type { MicroOp, Transaction } from './transaction.ts';

type Kind = 'ww' | 'wr' | 'rw' | 'process' | 'realtime';

/** Transactions 0 .. n - 1 in a cycle of these kinds, each data step over a key of its own. */
function cycleOf(kinds: readonly Kind[]): readonly Transaction[] {
  const ops: MicroOp[][] = kinds.map(() => []);
  const changes: Partial<Transaction>[] = kinds.map(() => ({}));
  const witnesses: Transaction[] = [];
  kinds.forEach((kind, from) => {
    const to = (from + 1) % kinds.length;
    const key = 100 + from;
    if (kind === 'ww') {
      ops[from]?.push(append(key, 1));
      ops[to]?.push(append(key, 2));
      witnesses.push(transaction(1_000 + from, [read(key, 1, 2)]));
    } else if (kind === 'wr') {
      ops[from]?.push(append(key, 1));
      ops[to]?.push(read(key, 1));
    } else if (kind === 'rw') {
      ops[from]?.push(read(key));
      ops[to]?.push(append(key, 1));
    } else {
      changes[from] = { ...changes[from], settledAt: 10, lane: kind === 'process' ? 99 : from };
      changes[to] = { ...changes[to], invokedAt: 20, lane: kind === 'process' ? 99 : to };
    }
  });
  return [...kinds.map((_, id) => transaction(id, ops[id] ?? [], changes[id])), ...witnesses];
}

/** The definitions once more, by the number and neighbourhood of rw steps. */
function nameOf(kinds: readonly Kind[]): CycleName {
  const rw = kinds.filter((kind) => kind === 'rw').length;
  const inARow = kinds.some((kind, place) => kind === 'rw' && kinds.at(place - 1) === 'rw');
  const order = kinds.find((kind) => kind === 'process' || kind === 'realtime');
  const several = inARow ? 'G2-item' : 'G-nonadjacent';
  const type = rw > 1 ? several : rw === 1 ? 'G-single' : kinds.includes('wr') ? 'G1c' : 'G0';
  return order === 'process' || order === 'realtime' ? `${type}-${order}` : type;
}

const dataKinds = fc.array(fc.constantFrom<Kind>('ww', 'wr', 'rw'), { minLength: 2, maxLength: 7 });

test('a cycle of any kinds is found whole, by its name and as the only one', () => {
  const kinds = fc
    .tuple(fc.constantFrom<Kind | undefined>(undefined, 'process', 'realtime'), dataKinds)
    .map(([order, data]) => (order === undefined ? data : [order, ...data]));
  fc.assert(
    fc.property(kinds, (cycle) => {
      const { counts, anomalies, valid } = checkListAppend(cycleOf(cycle), {
        level: 'strict-serializable',
      });
      expect(counts).toEqual({ [nameOf(cycle)]: 1 });
      expect(valid).toBe(false);
      expect(anomalies[0]?.cycle?.map(({ kind }) => kind)).toEqual(cycle);
      expect(anomalies[0]?.transactions).toEqual(cycle.map((_, id) => id));
    }),
    { numRuns: 500 },
  );
});

test('a cycle that lacks one step is none', () => {
  fc.assert(
    fc.property(dataKinds, fc.nat(6), (cycle, missing) => {
      const whole = cycleOf(cycle);
      const without = whole.map((one) => ({
        ...one,
        ops: one.ops.filter(({ key }) => key !== 100 + (missing % cycle.length)),
      }));
      expect(checkListAppend(without, { level: 'strict-serializable' }).counts).toEqual({});
    }),
    { numRuns: 300 },
  );
});

test('the shortest of the cycles of one component is told', () => {
  const long = cycleOf(['wr', 'wr', 'wr', 'wr', 'wr']);
  const chord = transaction(0, [...(long[0]?.ops ?? []), read(7, 1)]);
  const writer = transaction(2, [...(long[2]?.ops ?? []), append(7, 1)]);
  const history = [chord, long[1], writer, ...long.slice(3)].filter((one) => one !== undefined);
  const { anomalies } = checkListAppend(history, { level: 'serializable' });
  expect(anomalies.map(({ transactions }) => transactions)).toEqual([[0, 1, 2]]);
});

test('a hundred thousand transactions in one cycle do not overflow the stack', () => {
  const count = 100_000;
  const history = Array.from({ length: count }, (_, id) =>
    transaction(id, [append(id, 1), read((id + count - 1) % count, 1)]),
  );
  const { counts, anomalies } = checkListAppend(history, { level: 'read-committed', perType: 0 });
  expect([counts, anomalies]).toEqual([{ G1c: 1 }, []]);
});
