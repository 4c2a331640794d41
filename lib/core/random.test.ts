import { expect, test } from 'vitest';
import { seededRandom } from './random.ts';

test('one seed gives one sequence', () => {
  const [one, other] = [seededRandom(5, 'schedule'), seededRandom(5, 'schedule')];
  expect([one.next(), one.next()]).toEqual([other.next(), other.next()]);
});

test('neighbouring seeds give unlike first numbers', () => {
  const firsts = Array.from({ length: 100 }, (_, seed) => seededRandom(seed, 'schedule').next());
  const tenths = new Set(firsts.map((value) => Math.floor(value * 10)));
  expect(tenths.size).toBe(10);
});

test('streams of one seed are independent', () => {
  expect(seededRandom(5, 'schedule').next()).not.toBe(seededRandom(5, 'load').next());
});
