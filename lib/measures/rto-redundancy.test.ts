import { expect, test } from 'vitest';
import type { HistoryEvent } from '../core/history.ts';
import { blowAt, literalHistory } from './literal-history.ts';
import { rtoRedundancy } from './rto-redundancy.ts';

const report = (t: number, full: boolean): HistoryEvent => ({
  t,
  type: 'redundancy',
  system: 'toy',
  full,
  detail: full ? '3 of 3' : '2 of 3',
});

const full = (from: number, to: number) =>
  Array.from({ length: Math.ceil((to - from) / 500) }, (_, index) =>
    report(from + index * 500, true),
  );

test('redundancy is back with the first report that stays full for the window', () => {
  const events = [blowAt(1_000), report(500, true), report(1_100, false), ...full(4_000, 6_000)];
  expect(rtoRedundancy.of(literalHistory(events))).toMatchObject([
    { status: 'known', value: 3_000, subject: { blow: 0, system: 'toy' } },
  ]);
});

test('its resolution is the time since the look before, however long that took', () => {
  const looks = [3_000, 3_150, 3_900, 4_000].map(
    (t, index): HistoryEvent => ({
      t,
      type: 'observation',
      system: 'toy',
      machine: index % 2 === 0 ? 'a' : 'b',
      reachable: true,
      role: 'none',
      members: [],
      state: {},
    }),
  );
  const events = [blowAt(1_000), report(1_100, false), ...looks, ...full(4_000, 6_000)];
  expect(rtoRedundancy.of(literalHistory(events))).toMatchObject([{ resolution: 900 + 1 }]);
});

test('full for less than the window is not back', () => {
  const events = [blowAt(1_000), report(1_100, false), report(2_000, true), report(2_500, false)];
  expect(rtoRedundancy.of(literalHistory(events))).toMatchObject([
    { status: 'censored', atLeast: 1_500 },
  ]);
});

test('where it was never reduced, recovery time is 0', () => {
  expect(rtoRedundancy.of(literalHistory([blowAt(1_000), ...full(0, 5_000)]))).toMatchObject([
    { status: 'known', value: 0 },
  ]);
});

test('one full report right after the blow, and then none, is no evidence', () => {
  const events = [blowAt(1_000), report(500, true), report(1_050, true)];
  expect(rtoRedundancy.of(literalHistory(events))).toMatchObject([{ status: 'unknown' }]);
});

test('the restart at the end, the harness’s own doing, is not held against the blow', () => {
  const final: HistoryEvent = { t: 5_000, type: 'phase', phase: 'final' };
  const events = [blowAt(1_000), ...full(0, 5_000), final, report(5_500, false)];
  expect(rtoRedundancy.of(literalHistory(events))).toMatchObject([{ status: 'known', value: 0 }]);
});

test('where nothing was reported after the blow, nothing is known', () => {
  expect(rtoRedundancy.of(literalHistory([report(500, true), blowAt(1_000)]))).toMatchObject([
    { status: 'unknown' },
  ]);
});
