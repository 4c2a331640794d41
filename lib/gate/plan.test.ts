import { expect, test } from 'vitest';
import { looksOf, orderOf } from './plan.ts';

test('A B B A A B', () => {
  expect([0, 1, 2].flatMap(orderOf)).toEqual([
    ...['baseline', 'candidate'],
    ...['candidate', 'baseline'],
    ...['baseline', 'candidate'],
  ]);
});

test.each([
  [1, [1]],
  [4, [4]],
  [6, [4, 6]],
  [10, [4, 7, 10]],
  [30, [4, 7, 10, 15, 22, 30]],
])('of %i pairs one looks after %j', (pairs, looks) => {
  expect(looksOf(pairs)).toEqual(looks);
});
