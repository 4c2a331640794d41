import { expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import { at } from '../core/schedule.ts';
import { role } from '../core/target.ts';
import { none } from '../faults/none.ts';
import { runInMemory } from './run-in-memory.ts';

const failedMeasures = ({ judgements }: Awaited<ReturnType<typeof runInMemory>>['verdict']) =>
  judgements.filter(({ verdict }) => verdict === 'fail').map(({ measure }) => measure.name);

test('a sound cluster that loses its primary passes', async () => {
  const { verdict } = await runInMemory();
  expect(verdict).toMatchObject({ kind: 'pass', doubts: [] });
});

test('the control, fault none, costs nothing', async () => {
  const { verdict } = await runInMemory({
    schedule: [at(seconds(1), none({ lasts: seconds(5) }), role('primary'))],
  });
  expect(verdict.kind).toBe('pass');
  const rtos = verdict.judgements.filter(({ measure }) => measure.kind === 'timing');
  expect(rtos.map(({ finding }) => finding)).toMatchObject([
    { status: 'known', value: 0 },
    { status: 'known', value: 0 },
    { status: 'known', value: 0 },
  ]);
});

test.each([500, 1_500])('an election of %i ms is measured as that', async (electionMs) => {
  const { verdict } = await runInMemory({ dials: { electionMs } });
  const found = verdict.judgements.find(({ measure }) => measure.name === 'rto.all')?.finding;
  expect(found).toMatchObject({ status: 'known' });
  if (found?.status !== 'known') return;
  expect(Math.abs(found.value - electionMs)).toBeLessThanOrEqual(found.resolution + 5);
});

test('an election slower than the bound fails on the clocks of service', async () => {
  const { verdict } = await runInMemory({ dials: { electionMs: 4_000 } });
  expect(verdict.kind).toBe('fail');
  expect(failedMeasures(verdict)).toEqual(['rto.any', 'rto.all']);
});

test('acknowledging before replicating loses writes', async () => {
  const { verdict } = await runInMemory({ dials: { replication: 'late' } });
  expect(verdict.kind).toBe('fail');
  expect(failedMeasures(verdict)).toEqual(['lost-writes']);
});

test('a cluster that never comes back has a censored recovery time, not 0', async () => {
  const { verdict } = await runInMemory({ dials: { recovery: 'never' } });
  expect(verdict.kind).toBe('fail');
  expect(failedMeasures(verdict)).toEqual(['rto.any', 'rto.all', 'rto.redundancy']);
  expect(verdict.judgements[0]?.finding.status).toBe('censored');
});

test('two primaries are seen', async () => {
  const { verdict } = await runInMemory({ dials: { primaries: 'two' } });
  expect(verdict.kind).toBe('fail');
  expect(failedMeasures(verdict)).toEqual(['two-primaries']);
});

test('a replica that skips writes diverges, and has lost them', async () => {
  const { verdict } = await runInMemory({ dials: { replicas: 'skips' } });
  expect(verdict.kind).toBe('fail');
  expect(failedMeasures(verdict)).toEqual(['lost-writes', 'divergence']);
});

test('a failed write that was applied all the same is a phantom', async () => {
  const { verdict } = await runInMemory({ dials: { failedWrites: 'applies' } });
  expect(verdict.kind).toBe('fail');
  expect(failedMeasures(verdict)).toEqual(['phantoms']);
});

test('a fault that did nothing is not proven, and the verdict unknown', async () => {
  const { verdict } = await runInMemory({ dials: { processes: 'immortal' } });
  expect(verdict.kind).toBe('unknown');
  expect(verdict.because).toContain('fault not proven');
});

test('the same seed gives the same history', async () => {
  const one = await runInMemory({ seed: 7 });
  const other = await runInMemory({ seed: 7 });
  expect(one.history.events).toEqual(other.history.events);
});
