import { expect, test } from 'vitest';
import { holm } from './holm.ts';

test('the smallest of n must be below level / n, the next below level / (n - 1), and so on', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
  expect(holm([0.04, 0.04], 0.05)).toEqual([false, false]);
  expect(holm([0.02, 0.04], 0.05)).toEqual([true, true]);
});

test('one that is not believed hides all behind it, also what would do by itself', () => {
  expect(holm([0.02, 0.021, 0.022], 0.05)).toEqual([false, false, false]);
});

test('no test is no finding', () => {
  expect(holm([], 0.05)).toEqual([]);
});
