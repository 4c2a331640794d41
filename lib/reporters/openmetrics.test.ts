import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { historyOf } from '../core/event-log.ts';
import { packageFolder } from '../core/package-folder.ts';
import { type Report, reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import type { Dials } from '../memory/toy-cluster.ts';
import { endedAs } from './ended-as.ts';
import { literalReport } from './literal-report.ts';
import { openMetricsReport } from './openmetrics.ts';
import { parseMetrics } from './parse-metrics.ts';

async function toyReport(dials: Partial<Dials> = {}): Promise<Report> {
  const { history } = await runInMemory({ dials });
  return reportOf(history, measures);
}

const read = (report: Report) => parseMetrics(openMetricsReport(report));
const samplesOf = (report: Report, family: string) =>
  Object.fromEntries(read(report).get(family)?.samples ?? []);

const onToy = 'scenario="toy-kill",clock="all",workload="set",blow="1"';

test('a run has its verdict, its recovery times in seconds, its bounds and its losses', async () => {
  const report = await toyReport();
  expect(samplesOf(report, 'blackstart_verdict')).toEqual({
    'scenario="toy-kill",verdict="pass"': 1,
    'scenario="toy-kill",verdict="fail"': 0,
    'scenario="toy-kill",verdict="unknown"': 0,
    'scenario="toy-kill",verdict="skipped"': 0,
    'scenario="toy-kill",verdict="error"': 0,
  });
  const found = report.measurements.find(({ measure }) => measure.name === 'rto.all')?.findings[0];
  const ms = found?.status === 'known' ? found.value : Number.NaN;
  expect(samplesOf(report, 'blackstart_rto_seconds')).toMatchObject({ [onToy]: ms / 1_000 });
  expect(samplesOf(report, 'blackstart_rto_bound_seconds')).toMatchObject({ [onToy]: 2 });
  expect(samplesOf(report, 'blackstart_rto_resolution_seconds')).toMatchObject({ [onToy]: 0.011 });
  expect(samplesOf(report, 'blackstart_acknowledged_writes_lost')).toEqual({
    'scenario="toy-kill",workload="set"': 0,
  });
  expect(samplesOf(report, 'blackstart_run_start_timestamp_seconds')).toEqual({
    'scenario="toy-kill"': 0,
  });
});

test('each clock is a label, and redundancy is that of a system', async () => {
  const clocks = Object.keys(samplesOf(await toyReport(), 'blackstart_rto_seconds'));
  expect(clocks.map((labels) => /clock="(\w+)"/.exec(labels)?.[1])).toEqual([
    'any',
    'all',
    'performance',
    'redundancy',
  ]);
  expect(clocks.at(-1)).toBe('scenario="toy-kill",clock="redundancy",system="toy",blow="1"');
});

test('seconds are declared where a name ends in them', async () => {
  for (const [name, { unit }] of read(await toyReport())) {
    expect(unit, name).toBe(name.endsWith('_seconds') ? 'seconds' : undefined);
  }
});

test('docs/results.md names every metric', async () => {
  const page = readFileSync(join(packageFolder, 'docs', 'results.md'), 'utf8');
  const names = [...read(await toyReport({ recovery: 'never' })).keys()];
  const quantities = names.filter((name) => !/_(at_least|resolution|bound)/.test(name));
  expect(quantities).toContain('blackstart_without_value');
  expect(quantities.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

describe('what has no value never looks like a 0', () => {
  test('a recovery that never came is what it exceeds, and no recovery time', async () => {
    const report = await toyReport({ recovery: 'never' });
    expect(samplesOf(report, 'blackstart_rto_seconds')).not.toHaveProperty([onToy]);
    expect(samplesOf(report, 'blackstart_rto_at_least_seconds')[onToy]).toBeGreaterThan(2);
    expect(samplesOf(report, 'blackstart_without_value')).toMatchObject({
      'scenario="toy-kill",measure="rto.all",workload="set",blow="1",status="censored"': 1,
    });
  });

  test('a fault that did nothing cost nothing that anyone knows', async () => {
    const report = await toyReport({ harms: 'ignored' });
    expect(samplesOf(report, 'blackstart_rto_seconds')).toEqual({});
    expect(samplesOf(report, 'blackstart_acknowledged_writes_lost')).toEqual({});
    expect(samplesOf(report, 'blackstart_without_value')).toMatchObject({
      'scenario="toy-kill",measure="rto.all",workload="set",blow="1",status="doubtful"': 1,
      'scenario="toy-kill",measure="lost-writes",workload="set",status="doubtful"': 1,
    });
  });

  test('a loss in a run that is in doubt is a loss', async () => {
    const { header, events } = (await toyReport({ replicas: 'skips' })).history;
    const cut = historyOf(
      header,
      [...events].filter(({ type }) => type !== 'end'),
    );
    const report = reportOf(cut, measures);
    expect(report.verdict.doubts).not.toEqual([]);
    const [lost] = Object.values(samplesOf(report, 'blackstart_acknowledged_writes_lost'));
    expect(lost).toBeGreaterThan(0);
    expect(samplesOf(report, 'blackstart_rto_seconds')).toEqual({});
  });

  test('a final read that nobody made leaves losses unknown', async () => {
    const { header, events } = (await toyReport()).history;
    const unread = historyOf(
      header,
      [...events].filter(({ type }) => type !== 'final-read'),
    );
    const report = reportOf(unread, measures);
    expect(samplesOf(report, 'blackstart_acknowledged_writes_lost')).toEqual({});
    expect(samplesOf(report, 'blackstart_without_value')).toMatchObject({
      'scenario="toy-kill",measure="lost-writes",workload="set",status="unknown"': 1,
    });
  });

  test.each(['skipped', 'error', 'interrupted'] as const)('a run that ended: %s', async (end) => {
    const report = endedAs(end, (await runInMemory()).history);
    expect(samplesOf(report, 'blackstart_rto_seconds')).toEqual({});
    expect(samplesOf(report, 'blackstart_acknowledged_writes_lost')).toEqual({});
    expect(samplesOf(report, 'blackstart_verdict')).toMatchObject({
      [`scenario="toy-kill",verdict="${report.verdict.kind}"`]: 1,
    });
  });
});

test('names are escaped', () => {
  const report = literalReport({ header: { scenario: 'a "b"\\\n{c}' } });
  expect(samplesOf(report, 'blackstart_run_duration_seconds')).toEqual({
    'scenario="a \\"b\\"\\\\\\n{c}"': 0,
  });
});
