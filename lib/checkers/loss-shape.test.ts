import { expect, test } from 'vitest';
import { lossShape } from './loss-shape.ts';

test.each([
  [[], 'none'],
  [[0], 'prefix'],
  [[0, 1], 'prefix'],
  [[1, 2], 'middle'],
  [[3, 4], 'suffix'],
  [[4], 'suffix'],
  [[0, 2], 'scattered'],
  [[0, 4], 'scattered'],
  [[0, 1, 2, 3, 4], 'all'],
])('of five acknowledged, losing %j is: %s', (lost, shape) => {
  const [first, last] = [lost[0] ?? -1, lost.at(-1) ?? -1];
  expect(lossShape({ count: lost.length, first, last }, 5)).toBe(shape);
});
