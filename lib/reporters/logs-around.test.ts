import { expect, test } from 'vitest';
import type { EventOf } from '../core/history.ts';
import { logsAround } from './logs-around.ts';

const said = (t: number, line = `at ${t}`): EventOf<'log'> => ({
  t,
  type: 'log',
  machine: 'toy-1',
  service: 'toyd',
  line,
});

test('what was logged within a second of any moment is kept in its order, and nothing else', () => {
  const logs = [said(100), said(1_000), said(2_900, ' '), said(3_000), said(5_001)];
  expect(logsAround(logs, [4_000, 0])).toEqual({
    lines: [said(100), said(1_000), said(3_000)],
    leftOut: 0,
  });
});

test('of too many lines those nearest to a moment stay, and the others are counted', () => {
  const logs = Array.from({ length: 101 }, (_, i) => said(i * 10));
  const { lines, leftOut } = logsAround(logs, [500]);
  expect(lines.map(({ t }) => t)).toEqual(logs.slice(30, 70).map(({ t }) => t));
  expect(leftOut).toBe(61);
});

test('of lines that differ in numbers alone the nearest one is enough, if that is wanted', () => {
  const logs = [
    said(10, 'aborted 51'),
    said(20, 'view 7'),
    said(30, 'aborted 52'),
    said(40, 'aborted 53'),
  ];
  expect(logsAround(logs, [32], { most: 2, alike: 'one' })).toEqual({
    lines: [said(20, 'view 7'), said(30, 'aborted 52')],
    leftOut: 2,
  });
});

test('without a moment there is nothing to show', () => {
  expect(logsAround([said(1)], [])).toEqual({ lines: [], leftOut: 0 });
});
