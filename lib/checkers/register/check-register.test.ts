import { describe, expect, test } from 'vitest';
import { checkRegister } from './check-register.ts';
import type { RegisterOperation } from './operation.ts';

type Claim =
  | { f: 'read'; output?: number | null }
  | { f: 'write'; value: number }
  | { f: 'cas'; value: readonly [number | null, number]; output?: 'mismatch' };

type Outcome = RegisterOperation['outcome'];

const write = (value: number): Claim => ({ f: 'write', value });
const read = (output: number | null): Claim => ({ f: 'read', output });
const cas = (expected: number | null, next: number): Claim => ({
  f: 'cas',
  value: [expected, next],
});
const mismatch = (expected: number, next: number): Claim => ({
  ...cas(expected, next),
  f: 'cas',
  value: [expected, next],
  output: 'mismatch',
});

/** Ids are positions: from, to, what, and how it ended. */
const history = (
  ...rows: readonly (readonly [number, number, Claim, Outcome?])[]
): readonly RegisterOperation[] =>
  rows.map(([invokedAt, settledAt, claim, outcome = 'ok'], id) => ({
    ...claim,
    id,
    lane: id,
    key: 7,
    invokedAt,
    settledAt,
    outcome,
  }));

const never = Number.POSITIVE_INFINITY;
const still = { now: () => 0 };
const check = (operations: readonly RegisterOperation[]) =>
  checkRegister(operations, { caps: { timeMs: 1_000, memoryMiB: 64 }, clock: still });

describe('a history is linearizable', () => {
  test.each([
    ['nothing at all', history()],
    ['a read before the first write sees nothing', history([0, 1, read(null)], [2, 3, write(1)])],
    ['a read sees the write before it', history([0, 1, write(1)], [2, 3, read(1)])],
    ['a read in flight with a write sees it', history([0, 9, write(1)], [1, 2, read(1)])],
    ['or does not yet', history([0, 9, write(1)], [1, 2, read(null)])],
    [
      'a write in flight with others takes effect after them',
      history([0, 9, write(1)], [1, 2, write(2)], [3, 4, read(2)], [5, 6, read(1)]),
    ],
    ['instants that touch are concurrent', history([0, 1, write(1)], [1, 2, read(null)])],
    [
      'cas takes the value it expects',
      history([0, 1, write(1)], [2, 3, cas(1, 2)], [4, 5, read(2)]),
    ],
    ['cas of what was never written', history([0, 1, cas(null, 2)], [2, 3, read(2)])],
    [
      'a mismatch leaves all as it is',
      history([0, 1, write(1)], [2, 3, mismatch(5, 6)], [4, 5, read(1)]),
    ],
    [
      'a cas that failed did not happen',
      history([0, 1, write(1)], [2, 3, cas(1, 2), 'fail'], [4, 5, read(1)]),
    ],
    ['an open write took effect', history([0, never, write(1), 'info'], [2, 3, read(1)])],
    ['an open write never did', history([0, never, write(1), 'info'], [2, 3, read(null)])],
    [
      'an info write takes effect after its answer',
      history([0, 1, write(1), 'info'], [2, 3, read(null)], [4, 5, read(1)]),
    ],
    [
      'an open cas after an open write, both seen at once',
      history(
        [0, 1, write(1), 'info'],
        [0, 1, cas(1, 2), 'info'],
        [2, 3, read(null)],
        [4, 5, read(2)],
      ),
    ],
    [
      'an open write makes room for a mismatch',
      history([0, 1, write(1)], [0, 1, write(3), 'info'], [2, 3, mismatch(1, 2)]),
    ],
    [
      'an open write is kept for the one that needs it, though others could use it',
      history(
        [0, 5, cas(2, 1)],
        [1, 1, cas(0, 0)],
        [0, 0, write(0)],
        [1, 1, write(2), 'info'],
        [0, 0, write(1)],
        [0, 0, cas(2, 0), 'info'],
      ),
    ],
    ['a read of unknown fate says nothing', history([0, 1, read(9), 'info'])],
    ['a read without an answer says nothing', history([0, 1, { f: 'read' }])],
    [
      'times that are none accuse nobody',
      history([Number.NaN, Number.NaN, read(1)], [5, 6, write(1)]),
    ],
  ])('%s', (_, operations) => {
    expect(check(operations)).toEqual({
      verdict: 'linearizable',
      keys: [],
      undecided: [],
      checked: { keys: operations.length > 0 ? 1 : 0, operations: operations.length },
    });
  });
});

describe('a history is not linearizable', () => {
  test.each([
    ['stale read', history([0, 1, write(1)], [2, 3, write(2)], [4, 5, read(1)]), 2, [2]],
    ['lost write', history([0, 1, write(1)], [2, 3, read(null)]), 1, [1]],
    ['read of what nobody wrote', history([0, 1, write(1)], [2, 3, read(9)]), 1, [1]],
    ['read of a failed write', history([0, 1, write(1), 'fail'], [2, 3, read(1)]), 1, [null]],
    ['read from the future', history([0, 1, read(1)], [2, 3, write(1)]), 0, [null]],
    [
      'an open write does not act before it is invoked',
      history([0, 1, read(1)], [2, never, write(1), 'info']),
      0,
      [null],
    ],
    [
      'new-old inversion (Lamport 1986: regular, not atomic)',
      history([0, 1, write(1)], [2, 9, write(2)], [3, 4, read(2)], [5, 6, read(1)]),
      3,
      [2],
    ],
    [
      'an open write takes effect once',
      history([0, 1, write(1), 'info'], [2, 3, read(1)], [4, 5, write(2)], [6, 7, read(1)]),
      3,
      [2],
    ],
    [
      'lost update: two cas from one value',
      history([0, 1, write(1)], [2, 9, cas(1, 2)], [2, 8, cas(1, 3)]),
      1,
      [3],
    ],
    ['cas from what it does not hold', history([0, 1, write(1)], [2, 3, cas(2, 3)]), 1, [1]],
    ['mismatch of what it holds', history([0, 1, write(1)], [2, 3, mismatch(1, 2)]), 1, [1]],
  ])('%s', (_, operations, stuck, values) => {
    expect(check(operations)).toMatchObject({
      verdict: 'not-linearizable',
      keys: [{ key: 7, stuck, values }],
      undecided: [],
    });
  });

  test('the evidence is whole, and says it in words', () => {
    const operations = history(
      [0, 10, write(1)],
      [20, 30, write(2)],
      [35, 100, write(3)],
      [40, 50, read(1)],
      [36, 37, write(4), 'info'],
      [60, 70, read(9)],
    );
    expect(check(operations).keys).toEqual([
      {
        key: 7,
        stuck: 3,
        concurrent: [2, 4],
        values: [2, 3, 4],
        writers: [0],
        prefix: 3,
        explanation:
          'Key 7: operation 3 (lane 3, read 1, 40 ms to 50 ms) has no place among the 2 that returned before it. ' +
          'When it returned, the register could hold 2, 3 or 4. ' +
          '1 comes from operation 0 (lane 0, write 1, 0 ms to 10 ms). ' +
          'In flight with it: 2 and 4.',
      },
    ]);
  });

  test('where only a failed write wrote it, the words say so', () => {
    const [found] = check(history([0, 1, write(1), 'fail'], [2, 3, read(1)])).keys;
    expect(found?.writers).toEqual([0]);
    expect(found?.explanation).toContain(
      '1 comes only from what failed: operation 0 (lane 0, write 1, from 0 ms, fail).',
    );
  });

  test('a cas that did not match wrote nothing', () => {
    const [found] = check(history([0, 1, write(1)], [2, 3, mismatch(5, 6)], [4, 5, read(6)])).keys;
    expect(found?.writers).toEqual([]);
    expect(found?.explanation).toContain('Nothing ever wrote 6.');
  });

  test('each key is judged alone', () => {
    const good = history([0, 1, write(1)], [2, 3, read(1)]).map((one) => ({ ...one, key: 1 }));
    const bad = history([0, 1, read(1)]).map((one) => ({ ...one, id: 9, key: 2 }));
    const { verdict, keys } = check([...bad, ...good]);
    expect([verdict, keys.map(({ key }) => key)]).toEqual(['not-linearizable', [2]]);
  });
});

describe('caps', () => {
  /** Twenty writes in flight, then a value that nobody wrote: every order has to be tried. */
  const hard: readonly RegisterOperation[] = [
    ...Array.from({ length: 20 }, (_, id): RegisterOperation => {
      return {
        id,
        lane: id,
        key: 1,
        f: 'write',
        value: id,
        invokedAt: 0,
        settledAt: 1,
        outcome: 'ok',
      };
    }),
    { id: 20, lane: 0, key: 1, f: 'read', output: 99, invokedAt: 2, settledAt: 3, outcome: 'ok' },
  ];
  const ticking = () => {
    let time = 0;
    return { now: () => time++ };
  };

  test('time that runs out ends in unknown and names the cap', () => {
    const caps = { timeMs: 50, memoryMiB: 1_024 };
    expect(checkRegister(hard, { caps, clock: ticking() })).toEqual({
      verdict: 'unknown',
      keys: [],
      undecided: [
        {
          key: 1,
          cap: 'timeMs',
          reason:
            'Key 1: 21 operations have too many orders to be searched within 50 ms for all keys (timeMs).',
        },
      ],
      checked: { keys: 1, operations: 21 },
    });
  });

  test('memory that runs out ends in unknown and names the cap', () => {
    const caps = { timeMs: 10_000, memoryMiB: 1 };
    expect(checkRegister(hard, { caps, clock: still })).toMatchObject({
      verdict: 'unknown',
      undecided: [{ key: 1, cap: 'memoryMiB' }],
    });
  });

  test('no time at all is unknown, never linearizable', () => {
    const caps = { timeMs: 0, memoryMiB: 1 };
    const { verdict } = checkRegister(history([0, 1, write(1)]), { caps, clock: still });
    expect(verdict).toBe('unknown');
  });

  test('a key that can not be decided hides no failure of another', () => {
    const caps = { timeMs: 50, memoryMiB: 1_024 };
    const bad = history([0, 1, read(1)]);
    expect(checkRegister([...hard, ...bad], { caps, clock: ticking() })).toMatchObject({
      verdict: 'not-linearizable',
      keys: [{ key: 7 }],
      undecided: [{ key: 1, cap: 'timeMs' }],
    });
  });
});
