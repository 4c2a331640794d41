import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankSumCdf, rankSumQuantile } from './rank-sum.ts';

/** By definition: the share of all orders of m and n values with at most u pairs the first way round. */
function counted(u: number, m: number, n: number): number {
  const orders = (left: number, right: number, count: number): readonly number[] => {
    if (left === 0 && right === 0) return [count];
    return [
      ...(left > 0 ? orders(left - 1, right, count + right) : []),
      ...(right > 0 ? orders(left, right - 1, count) : []),
    ];
  };
  const all = orders(m, n, 0);
  return all.filter((count) => count <= u).length / all.length;
}

test.each([
  // Mann & Whitney (1947), table I; and critical values as any textbook has them.
  [0, 3, 3, 0.05],
  [2, 3, 4, 0.114],
  [4, 5, 4, 0.095],
  [5, 6, 6, 0.021],
  [13, 8, 8, 0.025],
  [23, 10, 10, 0.022],
])('P(U <= %i) of %i and %i values is %d', (u, m, n, expected) => {
  expect(rankSumCdf(u, m, n)).toBeCloseTo(expected, 3);
});

test('it agrees with counting all orders', () => {
  const size = fc.integer({ min: 1, max: 5 });
  fc.assert(
    fc.property(size, size, fc.nat(25), (m, n, u) => {
      expect(rankSumCdf(u, m, n)).toBeCloseTo(counted(u, m, n), 12);
    }),
    { numRuns: 60 },
  );
});

test('nothing lies below 0, and all of it up to m n', () => {
  expect([rankSumCdf(-1, 4, 5), rankSumCdf(20, 4, 5), rankSumCdf(0, 0, 5)]).toEqual([0, 1, 1]);
});

test('a count is as likely as its distance from the other end', () => {
  const size = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(size, size, fc.nat(400), (m, n, u) => {
      const count = Math.min(u, m * n);
      expect(rankSumCdf(count, m, n) + rankSumCdf(m * n - count - 1, m, n)).toBeCloseTo(1, 10);
    }),
  );
});

test('the largest count within a probability, and -1 where none is', () => {
  expect(rankSumQuantile(0.05, 10, 10)).toBe(27);
  expect(rankSumQuantile(0.05, 3, 3)).toBe(0);
  expect(rankSumQuantile(0.049, 3, 3)).toBe(-1);
  expect(rankSumQuantile(0.5, 0, 3)).toBe(-1);
  expect(rankSumQuantile(1, 2, 2)).toBe(4);
});
