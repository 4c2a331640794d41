import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialCdf } from './binomial.ts';

/** By definition, in BigInt: the share of the 2^n outcomes of fair coins with at most k heads. */
function fairCoins(k: number, n: number): number {
  let [ways, total] = [1n, 0n];
  for (let i = 0; i <= Math.min(k, n); i += 1) {
    total += ways;
    ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  }
  return Number((total * 10n ** 30n) / 2n ** BigInt(n)) / 1e30;
}

describe('binomial distribution', () => {
  test.each([
    // Tables of cumulative binomial probabilities, as any textbook has them.
    [0, 5, 0.1, 0.59049],
    [2, 5, 0.5, 0.5],
    [3, 10, 0.25, 0.775875],
    [8, 10, 0.5, 0.989258],
    [12, 20, 0.7, 0.227728],
    [19, 20, 0.95, 0.641514],
  ])('P(B <= %i) of %i at %d is %d', (k, n, p, expected) => {
    expect(binomialCdf(k, n, p)).toBeCloseTo(expected, 6);
  });

  test('nothing lies below 0, and all of it up to n', () => {
    expect([binomialCdf(-1, 7, 0.3), binomialCdf(7, 7, 0.3), binomialCdf(9, 7, 0.3)]).toEqual([
      0, 1, 1,
    ]);
  });

  test('it agrees with counting the outcomes of fair coins', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 60 }), (k, n) => {
        expect(binomialCdf(k, n, 0.5)).toBeCloseTo(fairCoins(k, n), 13);
      }),
    );
  });

  test('k successes at most are n - k failures at least', () => {
    const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 200 }), probability, (k, n, p) => {
        expect(binomialCdf(k, n, p) + binomialCdf(n - k - 1, n, 1 - p)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('a small tail keeps its digits', () => {
    expect(binomialCdf(0, 50, 0.9) / 0.1 ** 50).toBeCloseTo(1, 10);
  });
});
