import { expect, test } from 'vitest';
import type { Probe } from '../../measures/probes.ts';
import { operationsOf } from './operations.ts';

const probe = (id: number, more: Partial<Probe> = {}): Probe => ({
  id,
  lane: id % 3,
  due: id * 10,
  invokedAt: id * 10,
  f: 'add',
  value: id,
  answer: undefined,
  machine: 'toy-1',
  outcome: 'ok',
  settledAt: id * 10 + 2,
  invoked: 0,
  settled: 0,
  error: undefined,
  good: true,
  ...more,
});

const error = { code: 'GONE', message: 'nobody there' };
const failed = { outcome: 'fail', settledAt: 15, machine: undefined, error, good: false } as const;
const open = { outcome: 'open', settledAt: Infinity, machine: undefined, good: false } as const;

test('operations that fit are all there, and words that they share once', () => {
  expect(operationsOf([probe(0), probe(1, failed), probe(2, open)], 3)).toEqual({
    rows: [
      [0, 0, 0, 0, 0, 2, 1, -1, '0'],
      [10, 1, 1, 0, 1, 5, -1, 2, '1'],
      [20, 2, 2, 0, 3, -1, -1, -1, '2'],
    ],
    words: ['add', 'toy-1', 'GONE nobody there'],
    total: 3,
  });
});

test('of too many, each stretch of time keeps its slowest answer and its first bad one', () => {
  const probes = Array.from({ length: 10_000 }, (_, id) => {
    if (id === 4_321) return probe(id, { settledAt: id * 10 + 900 });
    if (id === 8_765) return probe(id, { ...failed, settledAt: id * 10 + 1 });
    return probe(id);
  });
  const { rows, total } = operationsOf(probes, 100);
  expect(total).toBe(10_000);
  expect(rows.length).toBeLessThanOrEqual(100);
  expect(rows.map(([, id]) => id)).toEqual(expect.arrayContaining([4_321, 8_765]));
  expect(rows.map(([due]) => due)).toEqual(rows.map(([due]) => due).toSorted((a, b) => a - b));
});

test('what is long is cut, and a verb is never lost to errors that are all different', () => {
  const probes = Array.from({ length: 500 }, (_, id) =>
    probe(id, { ...failed, error: { code: 'E', message: `${id}`.repeat(200) } }),
  );
  const last = probe(500, { f: 'read', value: 'x'.repeat(500) });
  const { rows, words } = operationsOf([...probes, last], 501);
  const [, , , f = -1, , , , , value = ''] = rows.at(-1) ?? [];
  expect(words[f]).toBe('read');
  expect(value).toHaveLength(61);
  expect(Math.max(...words.map(({ length }) => length))).toBeLessThanOrEqual(161);
});
