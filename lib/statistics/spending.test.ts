import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { rankSumCdf } from './rank-sum.ts';
import { countsToDecide } from './spending.ts';

const looksAt = (...sizes: readonly number[]) => sizes.map((n) => ({ before: n, after: n }));

test('what earlier looks have not used is left for later ones', () => {
  expect(countsToDecide(looksAt(4, 7, 10), { error: 0.05, planned: 10 })).toEqual([0, 8, 21]);
  // Three values of each can be in order by chance in 1 of 20: too often for a first look.
  expect(countsToDecide(looksAt(3, 10), { error: 0.05, planned: 10 })).toEqual([-1, 27]);
  expect(countsToDecide(looksAt(3), { error: 0.05, planned: 3 })).toEqual([0]);
});

test.each([
  [looksAt(4, 7, 10), 0.05, 10],
  [looksAt(4, 7, 10), 0.005, 10],
  [looksAt(4, 7, 10, 15, 20), 0.05, 20],
  [
    [
      { before: 4, after: 3 },
      { before: 9, after: 10 },
    ],
    0.05,
    10,
  ],
])('the probabilities of erring add up to what is allowed: %j', (looks, error, planned) => {
  const counts = countsToDecide(looks, { error, planned });
  const spent = looks.reduce(
    (sum, { before, after }, i) => sum + rankSumCdf(counts[i] ?? -1, before, after),
    0,
  );
  expect(spent).toBeLessThanOrEqual(error + 1e-9);
});

const REPETITIONS = 6_000;

/** How often any look finds the second sample smaller, where it is by so much. */
function decided(by: number, planned: number, sizes: readonly number[]): number {
  const random = seededRandom(planned, `spending ${by}`);
  const counts = countsToDecide(looksAt(...sizes), { error: 0.05, planned });
  let hits = 0;
  for (let i = 0; i < REPETITIONS; i += 1) {
    const before = Array.from({ length: planned }, () => random.next());
    const after = Array.from({ length: planned }, () => random.next() - by);
    const decides = sizes.some((n, look) => {
      const against = before
        .slice(0, n)
        .reduce((sum, one) => sum + after.slice(0, n).filter((other) => other >= one).length, 0);
      return against <= (counts[look] ?? -1);
    });
    if (decides) hits += 1;
  }
  return hits / REPETITIONS;
}

describe('simulated, over all looks together', () => {
  test.each([
    [10, [4, 7, 10]],
    [5, [4, 5]],
    [20, [4, 7, 10, 15, 20]],
  ])('equal distributions of up to %i values are told apart in less than 5 of 100', (n, sizes) => {
    const erred = decided(0, n, sizes);
    expect(erred).toBeLessThan(0.05);
    // Not by being deaf.
    expect(erred).toBeGreaterThan(0.01);
  });

  test('what does not overlap is found at the first look', () => {
    expect(decided(1, 10, [4])).toBe(1);
    expect(decided(0.5, 10, [4, 7, 10])).toBeGreaterThan(0.85);
  });
});
