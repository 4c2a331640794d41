import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialCdf } from './binomial.ts';
import { fisher, higherRate } from './two-rates.ts';

const of = (events: number, n: number) => ({ events, n });

test.each([
  // Fisher's tea: 4 cups of 4 found, and 3 of 4.
  [of(0, 4), of(4, 4), 1 / 70],
  [of(1, 4), of(3, 4), 17 / 70],
  // By hand: C(5,4) / C(10,4).
  [of(0, 5), of(4, 5), 5 / 210],
])('Fisher: %j against %j is %d', (before, after, expected) => {
  expect(fisher(before, after)).toBeCloseTo(expected, 12);
});

test.each([
  // None against three of four: 4 tables at the rate where they are likeliest, 9 / 256.
  [of(0, 4), of(3, 4), 9 / 256],
  [of(0, 4), of(4, 4), 1 / 256],
  [of(0, 3), of(3, 3), 1 / 64],
])('Boschloo: %j against %j is %d', (before, after, expected) => {
  expect(higherRate(before, after)).toBeCloseTo(expected, 4);
});

test('what happens equally often, or to nobody, shows nothing', () => {
  expect(higherRate(of(3, 3), of(3, 3))).toBe(1);
  expect(higherRate(of(0, 5), of(0, 5))).toBe(1);
  expect(higherRate(of(0, 0), of(5, 5))).toBe(1);
});

test('it is never larger than Fisher’s', () => {
  const group = fc
    .integer({ min: 1, max: 8 })
    .chain((n) => fc.integer({ min: 0, max: n }).map((events) => of(events, n)));
  fc.assert(
    fc.property(group, group, (before, after) => {
      expect(higherRate(before, after)).toBeLessThanOrEqual(fisher(before, after) + 1e-12);
    }),
    { numRuns: 50 },
  );
});

describe('equal rates are told apart no more often than allowed', () => {
  test.each([
    [4, 4],
    [5, 7],
    [10, 10],
  ])('of %i and %i trials, at any rate', (n, m) => {
    const chance = (k: number, size: number, rate: number) =>
      binomialCdf(k, size, rate) - binomialCdf(k - 1, size, rate);
    const tables = Array.from({ length: n + 1 }, (_, i) => i).flatMap((i) =>
      Array.from({ length: m + 1 }, (_, j) => ({ i, j, p: higherRate(of(i, n), of(j, m)) })),
    );
    for (let rate = 0.013; rate < 1; rate += 0.037) {
      const erred = tables
        .filter(({ p }) => p <= 0.05)
        .reduce((sum, { i, j }) => sum + chance(i, n, rate) * chance(j, m, rate), 0);
      expect(erred).toBeLessThan(0.0501);
    }
  });
});

test('more events than trials are a mistake of the caller', () => {
  expect(() => higherRate(of(0, 3), of(4, 3))).toThrow(RangeError);
});
