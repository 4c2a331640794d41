import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundOf } from './bound.ts';
import { boundInWords } from './bound-in-words.ts';

describe('Clopper-Pearson bounds', () => {
  test.each([
    // Tables of exact 95 % limits for n = 10 and 100.
    [0, 10, 0, 0.3085],
    [1, 10, 0.0025, 0.445],
    [2, 10, 0.0252, 0.5561],
    [3, 10, 0.0667, 0.6525],
    [4, 10, 0.1216, 0.7376],
    [5, 10, 0.1871, 0.8129],
    [10, 10, 0.6915, 1],
    [10, 100, 0.049, 0.1762],
    // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 5.
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('%i of %i: %d to %d with 95 % confidence', (failures, n, lower, upper) => {
    const bound = boundOf(failures, n);
    expect(bound.lower).toBeCloseTo(lower, 4);
    expect(bound.upper).toBeCloseTo(upper, 4);
  });

  test('none of n: at most 1 - 0.05^(1/n), near 3 / n (the rule of three)', () => {
    expect(boundOf(0, 10).atMost).toBeCloseTo(0.2589, 4);
    expect(boundOf(0, 1_000).atMost).toBeCloseTo(1 - 0.05 ** (1 / 1_000), 14);
  });

  test('no trials bound nothing', () => {
    expect(boundOf(0, 0)).toMatchObject({ lower: 0, upper: 1, atLeast: 0, atMost: 1 });
  });

  test.each([
    [-1, 10],
    [11, 10],
    [0.5, 10],
    [0, Number.NaN],
  ])('%d of %d is a mistake of the caller', (failures, n) => {
    expect(() => boundOf(failures, n)).toThrow(RangeError);
  });

  test.each([0, 1, Number.NaN])('a confidence of %d is a mistake of the caller', (confidence) => {
    expect(() => boundOf(0, 10, confidence)).toThrow(RangeError);
  });

  test.each([1, 5, 10, 30])('of %i trials the interval misses no rate too often', (n) => {
    const bounds = Array.from({ length: n + 1 }, (_, failures) => boundOf(failures, n));
    for (let rate = 0.005; rate < 1; rate += 0.005) {
      const coverage = (covers: (bound: (typeof bounds)[number]) => boolean) =>
        bounds.reduce((sum, bound, k) => sum + (covers(bound) ? chance(k, n, rate) : 0), 0);
      expect(coverage(({ lower, upper }) => lower <= rate && rate <= upper)).toBeGreaterThan(
        0.95 - 1e-9,
      );
      expect(coverage(({ atMost }) => rate <= atMost)).toBeGreaterThan(0.95 - 1e-9);
      expect(coverage(({ atLeast }) => rate >= atLeast)).toBeGreaterThan(0.95 - 1e-9);
    }
  });

  test('each end is the rate at which what was seen is as unlikely as allowed', () => {
    for (const [failures, n] of [
      [1, 5],
      [7, 12],
      [29, 30],
    ] as const) {
      const { upper, lower } = boundOf(failures, n);
      const upTo = Array.from({ length: failures + 1 }, (_, k) => chance(k, n, upper));
      const from = Array.from({ length: n - failures + 1 }, (_, i) => chance(n - i, n, lower));
      expect(upTo.reduce((sum, each) => sum + each)).toBeCloseTo(0.025, 12);
      expect(from.reduce((sum, each) => sum + each)).toBeCloseTo(0.025, 12);
    }
  });

  test('more failures, fewer trials and more confidence never lower the upper end', () => {
    const counts = fc
      .integer({ min: 1, max: 200 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.constant(n)));
    const confidences = fc.double({ min: 0.5, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(counts, confidences, ([failures, n], confidence) => {
        const { lower, upper, atLeast, atMost } = boundOf(failures, n, confidence);
        expect(boundOf(failures + 1, n, confidence).upper).toBeGreaterThan(upper);
        expect(boundOf(failures, n + 1, confidence).upper).toBeLessThan(upper);
        expect(boundOf(failures, n, confidence + 0.005).upper).toBeGreaterThan(upper);
        expect(lower).toBeLessThanOrEqual(atLeast);
        expect(atLeast).toBeLessThanOrEqual(failures / n);
        expect(failures / n).toBeLessThan(atMost);
        expect(atMost).toBeLessThan(upper);
      }),
    );
  });
});

describe('bounds in words', () => {
  test.each([
    [0, 10, '0 of 10 trials: at most 25.9 % with 95 % confidence'],
    [3, 10, '3 of 10 trials: 6.67 % to 65.3 % with 95 % confidence'],
    [10, 10, '10 of 10 trials: at least 74.1 % with 95 % confidence'],
    [0, 1, '0 of 1 trial: at most 95 % with 95 % confidence'],
    [1, 1, '1 of 1 trial: at least 5 % with 95 % confidence'],
    [0, 0, '0 of 0 trials: nothing is known'],
    [0, 100_000, '0 of 100000 trials: at most 0.003 % with 95 % confidence'],
  ])('%i of %i', (failures, n, words) => {
    expect(boundInWords(boundOf(failures, n))).toBe(words);
  });
});

/** P(B = k), term by term. */
function chance(k: number, n: number, rate: number): number {
  let term = (1 - rate) ** (n - k);
  for (let i = 1; i <= k; i += 1) term *= ((n - k + i) / i) * rate;
  return term;
}
