import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankInterval } from './rank-interval.ts';

describe('confidence interval of the median', () => {
  // Textbook table "Confidence intervals for the population median": at 95 % or the next above.
  test.each([
    [6, 1, 6, 96.9],
    [7, 1, 7, 98.4],
    [8, 1, 8, 99.2],
    [9, 2, 8, 96.1],
    [10, 2, 9, 97.9],
    [11, 2, 10, 98.8],
    [12, 3, 10, 96.1],
    [13, 3, 11, 97.8],
    [14, 3, 12, 98.7],
    [15, 4, 12, 96.5],
    [16, 4, 13, 97.9],
    [17, 5, 13, 95.1],
    [18, 5, 14, 96.9],
    [19, 5, 15, 98.1],
    [20, 6, 15, 95.9],
  ])(
    'of %i values it runs from rank %i to rank %i at %d %%',
    (n, lowerRank, upperRank, percent) => {
      const interval = rankInterval(n, 0.5, 0.95);
      expect(interval).toMatchObject({ lowerRank, upperRank, reached: true });
      expect((interval?.coverage ?? 0) * 100).toBeCloseTo(percent, 1);
    },
  );

  test.each([
    [2, 50],
    [3, 75],
    [4, 87.5],
    [5, 93.75],
  ])('of %i values even the extremes reach only %d %%', (n, percent) => {
    expect(rankInterval(n, 0.5, 0.95)).toEqual({
      lowerRank: 1,
      upperRank: n,
      coverage: percent / 100,
      reached: false,
    });
  });

  test.each([0, 1])('of %i values there is none', (n) => {
    expect(rankInterval(n, 0.5, 0.95)).toBeUndefined();
  });

  test('a coverage that is exactly as asked is reached', () => {
    expect(rankInterval(5, 0.5, 0.9375)).toMatchObject({ lowerRank: 1, reached: true });
    expect(rankInterval(9, 0.5, 1 - 20 / 512)).toMatchObject({ lowerRank: 2, upperRank: 8 });
  });
});

describe('confidence interval of other quantiles', () => {
  test('of the 90th percentile of 22 values the upper tail takes more than half', () => {
    // 0.9^22 = 9.8 % is more than half of 10 %: the lower tail gets what is left.
    expect(rankInterval(22, 0.9, 0.9)).toMatchObject({ upperRank: 22, reached: true });
  });

  test('it takes 59 values until the largest bounds the 95th percentile (Wilks 1941)', () => {
    expect(rankInterval(58, 0.95, 0.95)?.reached).toBe(false);
    expect(rankInterval(59, 0.95, 0.95)?.reached).toBe(true);
  });

  test('ranks are in order; coverage reaches what is asked unless the extremes fall short', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), share, share, (n, p, confidence) => {
        const interval = rankInterval(n, p, confidence);
        if (interval === undefined) throw new Error('expected an interval');
        const { lowerRank, upperRank, coverage, reached } = interval;
        const widest = 1 - p ** n - (1 - p) ** n;
        expect(lowerRank).toBeGreaterThanOrEqual(1);
        expect(upperRank).toBeLessThanOrEqual(n);
        expect(lowerRank).toBeLessThan(upperRank);
        expect(coverage).toBeLessThanOrEqual(widest + 1e-9);
        if (Math.abs(widest - confidence) > 1e-9) expect(reached).toBe(widest > confidence);
        if (!reached) expect([lowerRank, upperRank]).toEqual([1, n]);
      }),
    );
  });

  test('neither end can move inwards without its tail missing more than half', () => {
    for (let n = 6; n <= 60; n += 1) {
      const interval = rankInterval(n, 0.5, 0.95);
      const inner = tails(n, (interval?.lowerRank ?? 0) + 1);
      expect(inner).toBeGreaterThan(0.025);
    }
  });
});

/** P(B < rank) of n fair coins, term by term. */
function tails(n: number, rank: number): number {
  let [term, sum] = [0.5 ** n, 0];
  for (let i = 0; i < rank; i += 1) {
    sum += term;
    term *= (n - i) / (i + 1);
  }
  return sum;
}
