import { expect, test } from 'vitest';
import type { HistoryEvent } from '../core/history.ts';
import { literalHistory } from './literal-history.ts';
import { twoPrimaries } from './two-primaries.ts';

const claim = (t: number, machine: string, members: string[]): HistoryEvent => ({
  t,
  type: 'observation',
  system: 'toy',
  machine,
  reachable: true,
  role: 'primary',
  members,
  state: {},
});

const none = (t: number, machine: string): HistoryEvent => ({
  t,
  type: 'observation',
  system: 'toy',
  machine,
  reachable: false,
  role: 'none',
  members: [],
  state: {},
});

const measure = (...events: readonly HistoryEvent[]) => twoPrimaries.of(literalHistory(events));

test('two machines that claim for groups without a common member are two primaries', () => {
  const found = measure(
    claim(0, 'a', ['a']),
    claim(1_000, 'a', ['a']),
    claim(300, 'b', ['b', 'c']),
    claim(1_500, 'b', ['b', 'c']),
  );
  expect(found).toMatchObject([{ status: 'known', value: 700, resolution: 100 }]);
});

test('members of one group are not two primaries, and neither are views that overlap', () => {
  const found = measure(
    claim(0, 'a', ['a', 'b', 'c']),
    claim(1_000, 'a', ['a', 'b', 'c']),
    claim(0, 'b', ['b', 'c']),
    claim(1_000, 'b', ['b', 'c']),
  );
  expect(found).toMatchObject([{ value: 0 }]);
});

test('where nobody can tell a role, nobody can tell how many primaries there are', () => {
  const seen = claim(0, 'a', ['a']);
  expect(measure({ ...seen, type: 'observation', role: 'unknown' } as HistoryEvent)).toMatchObject([
    { status: 'unknown', reason: expect.stringContaining('role') },
  ]);
});

test('one that takes over from another that is gone is not a second one', () => {
  const found = measure(
    claim(0, 'a', ['a']),
    claim(100, 'a', ['a']),
    none(200, 'a'),
    claim(300, 'b', ['b']),
    claim(900, 'b', ['b']),
  );
  expect(found).toMatchObject([{ value: 0 }]);
});

test('an overlap seen at a single instant counts as the pause between observations', () => {
  const found = measure(claim(0, 'a', ['a']), claim(1_000, 'a', ['a']), claim(500, 'b', ['b']));
  expect(found).toMatchObject([{ value: 100 }]);
});

/** A write that a machine acknowledged, 5 ms after it was sent. */
const written = (t: number, machine: string, id: number): HistoryEvent[] => [
  { t, type: 'invoke', workload: 'set', id, lane: 0, due: t, f: 'add', value: id },
  { t: t + 5, type: 'ok', workload: 'set', id, machine },
];

test('a primary that acknowledges writes is one until the last of them was sent', () => {
  const found = measure(
    claim(0, 'a', ['a']),
    ...written(180, 'a', 1),
    ...written(190, 'a', 2),
    none(200, 'a'),
    claim(40, 'b', ['b', 'c']),
    claim(400, 'b', ['b', 'c']),
  );
  expect(found).toMatchObject([{ value: 150 }]);
  expect(found[0]?.evidence).toHaveLength(4);
});

test('a write that was acknowledged after the machine had said otherwise proves nothing', () => {
  const found = measure(
    claim(0, 'a', ['a']),
    ...written(198, 'a', 1),
    none(200, 'a'),
    ...written(300, 'a', 2),
    claim(150, 'b', ['b', 'c']),
    claim(400, 'b', ['b', 'c']),
  );
  expect(found).toMatchObject([{ value: 0 }]);
});

test('without observations nothing is claimed', () => {
  expect(measure()).toEqual([]);
});
