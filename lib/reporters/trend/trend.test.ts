import { describe, expect, test } from 'vitest';
import { reportOf } from '../../core/report.ts';
import { measures } from '../../measures/index.ts';
import { runInMemory } from '../../memory/run-in-memory.ts';
import { jsonReport } from '../json.ts';
import { type LiteralRun, literalRun } from './literal-run.ts';
import { parseStore } from './parse-store.ts';
import { trendOf } from './trend.ts';

/** Runs of one scenario, a day apart. */
const nights = (...runs: readonly LiteralRun[]) =>
  runs.map((run, index) => literalRun({ atHours: index * 48, seed: index, ...run }));

const onlyRow = (...runs: readonly LiteralRun[]) => trendOf(nights(...runs)).rows[0];

describe('the night', () => {
  test('is what began within a day before the last run', () => {
    const runs = [
      literalRun({ scenario: 'old', atHours: 0 }),
      literalRun({ scenario: 'first', atHours: 24 }),
      literalRun({ scenario: 'last', atHours: 48 }),
    ];
    const { night, rows } = trendOf(runs);
    expect(night).toEqual({ from: '2026-01-02T00:00:00.000Z', until: '2026-01-03T00:00:00.000Z' });
    expect(rows.map(({ scenario, isOfNight }) => [scenario, isOfNight])).toEqual([
      ['first', true],
      ['last', true],
      ['old', false],
    ]);
  });

  test('of several runs of a scenario the worst is shown, and how many were so', () => {
    const [row] = trendOf([
      literalRun({ atHours: 1, verdict: 'pass' }),
      literalRun({ atHours: 2, verdict: 'fail', rtoMs: 9_000 }),
      literalRun({ atHours: 3, verdict: 'pass' }),
    ]).rows;
    expect(row?.whole).toMatchObject({ kind: 'fail', runs: 1, of: 3 });
    expect(row?.cells).toMatchObject([
      { system: 'toy', kind: 'fail', runs: 1, of: 3, reading: { status: 'known', value: 9_000 } },
    ]);
  });

  test('a recovery that was not seen is worse than any number', () => {
    const row = onlyRow({ rtoMs: 'never', verdict: 'fail' });
    expect(row?.cells[0]?.reading).toMatchObject({ status: 'censored' });
  });

  test('what was another verdict before is told', () => {
    expect(onlyRow({ verdict: 'fail' }, {})?.was).toBe('fail');
    expect(onlyRow({}, {})?.was).toBeUndefined();
    expect(onlyRow({})?.was).toBeUndefined();
  });
});

test.each(['skipped', 'error'] as const)('a run that was %s is that in every cell', (verdict) => {
  const row = onlyRow({}, { verdict, rtoMs: 'unknown' });
  expect([row?.whole.kind, row?.cells[0]?.kind]).toEqual([verdict, verdict]);
});

describe('flaky', () => {
  test('is both of pass and fail from one set-up', () => {
    const row = onlyRow({}, { verdict: 'fail' }, {});
    expect(row?.whole.steadiness).toMatchObject({ isFlaky: true, failed: { failures: 1, n: 3 } });
    expect(row?.cells[0]?.steadiness.isFlaky).toBe(true);
  });

  test.each<[string, LiteralRun]>([
    ['a version', { versions: { configuration: 'b' } }],
    ['an expectation', { boundMs: 500 }],
    ['the plan', { fault: 'pause' }],
  ])('another outcome after a change of %s is none', (_, change) => {
    const row = onlyRow({}, {}, { ...change, verdict: 'fail' }, { ...change, verdict: 'fail' });
    expect(row?.whole.steadiness).toMatchObject({ isFlaky: false, failed: { failures: 2, n: 2 } });
  });

  test('a seed is no change', () => {
    expect(onlyRow({ seed: 7 }, { seed: 8, verdict: 'fail' })?.whole.steadiness.isFlaky).toBe(true);
  });
});

describe('drift', () => {
  const steady = Array.from({ length: 16 }, (_, index): LiteralRun => ({ rtoMs: 1_000 + index }));
  const slow = Array.from({ length: 6 }, (_, index): LiteralRun => ({ rtoMs: 3_000 + index }));

  test('is of the cell of its system', () => {
    const row = onlyRow(...steady, ...slow);
    expect(row?.cells[0]?.drifting).toMatchObject([
      { measure: 'rto.all', subject: 'set, blow 1', drift: { direction: 'slower' } },
    ]);
  });

  test('counts other versions, but no other plan', () => {
    const upgraded = slow.map((run) => ({ ...run, versions: { configuration: 'b' } }));
    expect(onlyRow(...steady, ...upgraded)?.cells[0]?.drifting).toHaveLength(1);
    const replanned = slow.map((run) => ({ ...run, fault: 'pause' }));
    expect(onlyRow(...steady, ...replanned)?.cells[0]?.drifting).toEqual([]);
  });

  test('does not count what is in doubt', () => {
    const doubtful = slow.map((run) => ({ ...run, verdict: 'unknown' as const, doubts: ['slow'] }));
    const row = onlyRow(...steady, ...doubtful);
    expect(row?.cells[0]?.drifting).toEqual([]);
    expect(row?.series[0]?.summary).toMatchObject({ n: 14, unknown: 6, reasons: ['slow'] });
  });
});

test('the interval is that of the last runs with the newest plan', () => {
  const row = onlyRow(
    ...Array.from({ length: 5 }, () => ({ rtoMs: 9_000, fault: 'pause' })),
    ...Array.from({ length: 24 }, (_, index) => ({ rtoMs: index + 1 })),
  );
  expect(row?.series).toHaveLength(1);
  expect(row?.series[0]?.summary).toMatchObject({
    n: 20,
    interval: { lower: 10, upper: 19, reached: true },
  });
});

test('what a real run leaves can be compared', async () => {
  const { history } = await runInMemory();
  const results = jsonReport(reportOf(history, measures));
  const { runs, damage } = parseStore(JSON.stringify({ folder: 'x', results }));
  expect(damage).toEqual([]);
  const [row] = trendOf(runs).rows;
  expect(row).toMatchObject({ scenario: 'toy-kill', topology: 'toy', whole: { kind: 'pass' } });
  expect(row?.series.map(({ measure, subject }) => `${measure} ${subject}`)).toEqual([
    'rto.any set, blow 1',
    'rto.all set, blow 1',
    'rto.performance set, blow 1',
    'rto.redundancy toy, blow 1',
  ]);
});

test('no run is no trend', () => {
  expect(trendOf([])).toMatchObject({ rows: [], night: undefined, systems: [] });
});
