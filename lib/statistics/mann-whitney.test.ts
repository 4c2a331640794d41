import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mannWhitney } from './mann-whitney.ts';

/** Every choice of so many of the items, by index. */
function choices(count: number, size: number, from = 0): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, count - from) }, (_, index) => from + index).flatMap(
    (first) => choices(count, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

/** Wins of the first over the second, ties half: the statistic by its definition. */
const winsOf = (first: readonly number[], second: readonly number[]): number =>
  first.reduce(
    (sum, one) =>
      sum + second.reduce((own, other) => own + (one > other ? 1 : one === other ? 0.5 : 0), 0),
    0,
  );

/** By the definition: all ways to deal the pooled values out, each as likely. */
function bruteForce(first: readonly number[], second: readonly number[]): number {
  const pooled = [...first, ...second];
  const expected = (first.length * second.length) / 2;
  const far = Math.abs(winsOf(first, second) - expected);
  const dealt = choices(pooled.length, first.length).map((chosen) =>
    winsOf(
      pooled.filter((_, index) => chosen.includes(index)),
      pooled.filter((_, index) => !chosen.includes(index)),
    ),
  );
  return dealt.filter((wins) => Math.abs(wins - expected) >= far).length / dealt.length;
}

describe('published values', () => {
  test('five above five: two of the 252 ways are as far apart', () => {
    const { p, superiority } = mannWhitney([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]);
    expect(p).toBeCloseTo(2 / 252, 12);
    expect(superiority).toBe(1);
  });

  test("Mann and Whitney's table for n = m = 4: U = 2 has 0.057 in one tail", () => {
    expect(mannWhitney([4, 6, 7, 8], [1, 2, 3, 5]).p).toBeCloseTo(2 * (2 / 70), 12);
    expect(mannWhitney([3, 6, 7, 8], [1, 2, 4, 5]).p).toBeCloseTo(2 * (4 / 70), 12);
  });

  test('what is all alike tells nothing', () => {
    expect(mannWhitney([0, 0, 0], [0, 0, 0, 0])).toEqual({ superiority: 0.5, p: 1 });
  });

  test('what never came back is worse than any number', () => {
    const never = Number.POSITIVE_INFINITY;
    expect(mannWhitney([never, never], [5, 1e9]).superiority).toBe(1);
    expect(mannWhitney([never, never], [never, never]).p).toBe(1);
  });
});

const sample = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 });

test('is what counting every way by the definition gives, ties and all', () => {
  fc.assert(
    fc.property(sample, sample, (first, second) => {
      expect(mannWhitney(first, second).p).toBeCloseTo(bruteForce(first, second), 12);
      expect(mannWhitney(first, second).superiority).toBeCloseTo(
        winsOf(first, second) / (first.length * second.length),
        12,
      );
    }),
  );
});

test('the other way round is as far apart', () => {
  fc.assert(
    fc.property(sample, sample, (first, second) => {
      expect(mannWhitney(second, first).p).toBeCloseTo(mannWhitney(first, second).p, 12);
    }),
  );
});

test('refuses what it could not count exactly', () => {
  const many = Array.from({ length: 26 }, (_, index) => index);
  expect(() => mannWhitney(many, many)).toThrow('50 together, got 26 and 26');
  expect(() => mannWhitney([], [1])).toThrow('got 0 and 1');
  expect(() => mannWhitney([Number.NaN], [1])).toThrow('got NaN');
});
