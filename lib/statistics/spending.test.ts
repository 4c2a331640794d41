import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import type { Span } from './sample.ts';
import { boundsOfShift, shiftBetween, shiftWithin } from './shift.ts';
import { countsToDecide, countsWith, spentBy } from './spending.ts';

const looksAt = (...sizes: readonly number[]) =>
  sizes.map((n) => ({ before: n, after: n, pairs: n }));

test('half is for the pairs, and what they can not use for the ranks of all', () => {
  const at = (n: number, error: number) => countsWith(error, { before: n, after: n, pairs: n });
  // Five pairs agree by chance in 1 of 32, four of each are in one order in 1 of 70.
  expect(at(4, 0.05)).toEqual({ within: -1, between: 1 });
  expect(at(5, 0.05)).toEqual({ within: -1, between: 4 });
  expect(at(5, 0.0625)).toEqual({ within: 0, between: 3 });
  expect(countsWith(0.0625, { before: 5, after: 5, pairs: 4 })).toEqual({ within: -1, between: 4 });
});

test('what earlier looks have not used is left for later ones', () => {
  expect(countsToDecide(looksAt(4, 7, 10), { error: 0.05, planned: 10 })).toEqual([
    { within: -1, between: 0 },
    { within: 0, between: 6 },
    { within: 4, between: 20 },
  ]);
  // Three values of each can be in order by chance in 1 of 20: too often for a first look.
  expect(countsToDecide(looksAt(3), { error: 0.05, planned: 10 })).toEqual([
    { within: -1, between: -1 },
  ]);
  expect(countsToDecide(looksAt(3), { error: 0.05, planned: 3 })).toEqual([
    { within: -1, between: 0 },
  ]);
});

test.each([
  [looksAt(4, 7, 10), 0.05, 10],
  [looksAt(4, 7, 10), 0.005, 10],
  [looksAt(4, 7, 10, 15, 20), 0.05, 20],
  [
    [
      { before: 4, after: 3, pairs: 3 },
      { before: 9, after: 10, pairs: 8 },
    ],
    0.05,
    10,
  ],
])('the probabilities of erring add up to what is allowed: %j', (looks, error, planned) => {
  const counts = countsToDecide(looks, { error, planned });
  const spent = looks.reduce(
    (sum, look, i) => sum + spentBy(counts[i] ?? { within: -1, between: -1 }, look),
    0,
  );
  expect(spent).toBeLessThanOrEqual(error + 1e-9);
  expect(spent).toBeGreaterThan(0.6 * error);
});

const REPETITIONS = 3_000;

interface Experiment {
  /** By how much the second value of a pair is less. */
  readonly by: number;
  /** How much of a value both of a pair share: 0 is nothing, 1 all. */
  readonly shared: number;
  readonly planned: number;
  readonly sizes: readonly number[];
}

/** How often any look finds the second sample smaller. */
function decided({ by, shared, planned, sizes }: Experiment): number {
  const random = seededRandom(planned, `spending ${by} ${shared}`);
  const counts = countsToDecide(looksAt(...sizes), { error: 0.05, planned });
  const exactly = (value: number): Span => ({ atLeast: value, atMost: value });
  const hits = Array.from({ length: REPETITIONS }, () => {
    const pairs = Array.from({ length: planned }, () => {
      const phase = shared * random.next();
      const value = () => phase + (1 - shared) * random.next();
      return [exactly(value()), exactly(value() - by)] as const;
    });
    return sizes.some((n, look) => {
      const seen = pairs.slice(0, n);
      const { between, within } = counts[look] ?? { between: -1, within: -1 };
      const all = shiftBetween(
        seen.map(([before]) => before),
        seen.map(([, after]) => after),
      );
      return (
        boundsOfShift(all, between).atMost <= 0 ||
        boundsOfShift(shiftWithin(seen), within).atMost <= 0
      );
    });
  });
  return hits.filter(Boolean).length / REPETITIONS;
}

describe('simulated, over all looks together', () => {
  describe.each([0, 0.5, 0.9])('where pairs share %d of a value', (shared) => {
    test.each([
      [10, [4, 7, 10]],
      [5, [4, 5]],
      [20, [4, 7, 10, 15, 20]],
    ])(
      'equal distributions of up to %i values are told apart in less than 5 of 100',
      (n, sizes) => {
        const erred = decided({ by: 0, shared, planned: n, sizes });
        expect(erred).toBeLessThan(0.05);
        // Not by being deaf, where there is anything that differs by chance.
        if (shared === 0) expect(erred).toBeGreaterThan(0.01);
      },
    );
  });

  test('what does not overlap is found at the first look', () => {
    expect(decided({ by: 1.01, shared: 0, planned: 10, sizes: [4] })).toBe(1);
    expect(decided({ by: 0.5, shared: 0, planned: 10, sizes: [4, 7, 10] })).toBeGreaterThan(0.8);
  });

  test('what overlaps, and never within a pair, is found at the first look that has pairs enough', () => {
    const apart = { by: 0.2, shared: 0.85, planned: 10 };
    expect(decided({ ...apart, sizes: [4, 7] })).toBe(1);
    expect(decided({ ...apart, sizes: [4] })).toBeLessThan(0.2);
  });
});
