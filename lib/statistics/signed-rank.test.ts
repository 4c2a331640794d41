import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedRankCdf, signedRankQuantile } from './signed-rank.ts';

/** By definition: the share of all choices of signs whose positive ranks add up to w at most. */
function counted(w: number, n: number): number {
  const sums = Array.from({ length: 2 ** n }, (_, signs) =>
    Array.from({ length: n }, (__, rank) => ((signs >> rank) & 1) * (rank + 1)).reduce(
      (sum, rank) => sum + rank,
      0,
    ),
  );
  return sums.filter((sum) => sum <= w).length / sums.length;
}

test.each([
  // Critical values as any textbook has them (Wilcoxon & Wilcox, 1964).
  [0, 5, 0.03125],
  [2, 6, 0.0469],
  [3, 7, 0.0391],
  [8, 10, 0.0244],
  [10, 10, 0.042],
  [52, 20, 0.0242],
])('P(W <= %i) of %i differences is %d', (w, n, expected) => {
  expect(signedRankCdf(w, n)).toBeCloseTo(expected, 4);
});

test('it agrees with counting all signs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(45), (n, w) => {
      expect(signedRankCdf(w, n)).toBeCloseTo(counted(w, n), 12);
    }),
    { numRuns: 60 },
  );
});

test('nothing lies below 0, and all of it up to the sum of all ranks', () => {
  expect([signedRankCdf(-1, 4), signedRankCdf(10, 4), signedRankCdf(0, 0)]).toEqual([0, 1, 1]);
});

test('a sum is as likely as its distance from the other end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(465), (n, w) => {
      const all = (n * (n + 1)) / 2;
      const sum = Math.min(w, all);
      expect(signedRankCdf(sum, n) + signedRankCdf(all - sum - 1, n)).toBeCloseTo(1, 10);
    }),
  );
});

test('the largest sum within a probability, and -1 where none is', () => {
  expect(signedRankQuantile(0.05, 10)).toBe(10);
  expect(signedRankQuantile(0.0625, 4)).toBe(0);
  expect(signedRankQuantile(0.05, 4)).toBe(-1);
  expect(signedRankQuantile(0.5, 0)).toBe(-1);
  expect(signedRankQuantile(1, 3)).toBe(6);
});
