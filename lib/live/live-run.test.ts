import { expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import type { History } from '../core/history.ts';
import { afterRecovery, at } from '../core/schedule.ts';
import { all, machine, rolling } from '../core/target.ts';
import { faults } from '../faults/index.ts';
import { kill } from '../faults/kill.ts';
import { powerCycle } from '../faults/power-cycle.ts';
import { probesOf } from '../measures/probes.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { liveRun } from './live-run.ts';
import { stateDuring } from './state-during.ts';
import { powerFaults } from './track-machines.ts';

/** When something of a history happened. */
const timeOf = (type: 'injected' | 'healed', { events }: History, nth = 0): number =>
  events.of(type)[nth]?.t ?? Number.NaN;

const stages = (history: History, t: number) =>
  stateDuring(history, t).blows.map(({ number, stage }) => [number, stage.is]);

const killOfFirst = at(seconds(1), kill({ downFor: seconds(5) }), machine(1), { jitterMs: 0 });

test('what is seen while a primary is dead: nobody served, it silent, redundancy lacking, until when', async () => {
  const { history } = await runInMemory({ schedule: [killOfFirst], dials: { electionMs: 3_000 } });
  const fell = timeOf('injected', history);
  const { phases, loads, machines, redundancies, blows } = stateDuring(history, fell + 2_000);
  expect(phases.map(({ phase, stage }) => `${phase} ${stage}`)).toEqual([
    'form over',
    'steady over',
    'chaos under way',
    'heal to come',
    'settle to come',
    'final to come',
  ]);
  expect(loads).toMatchObject([{ name: 'set', stage: 'under way', lately: { good: 0 } }]);
  expect(loads[0]?.awayMs).toBeGreaterThan(1_900);
  expect(machines.map(({ name, claims }) => [name, claims[0]?.is])).toEqual([
    ['toy-1', 'silent'],
    ['toy-2', 'replica'],
    ['toy-3', 'replica'],
  ]);
  expect(machines[0]).toMatchObject({ power: 'on', harms: [{ fault: 'kill', number: '1' }] });
  expect(redundancies).toMatchObject([{ system: 'toy', full: false }]);
  expect(redundancies[0]?.detail).toContain('2 of 3 running');
  expect(blows).toMatchObject([
    {
      number: '1',
      fault: 'kill',
      whom: 'toy-1',
      stage: { is: 'in force', forMs: 2_000, healsInMs: 3_000 },
      proven: 'yes',
    },
  ]);
});

test('what is seen of a run that is over: every phase, and as many answers as its history has', async () => {
  const { history } = await runInMemory();
  const state = stateDuring(history, Number.POSITIVE_INFINITY);
  expect(state.outcome).toBe('complete');
  expect(state.phases.every(({ stage }) => stage === 'over')).toBe(true);
  const sum = state.phases.reduce((total, { forMs }) => total + forMs, 0);
  expect(sum).toBeCloseTo(history.events.endMs, 3);
  const [workload] = history.header.workloads;
  const probes = workload === undefined ? [] : probesOf(history, workload);
  const count = (outcome: string) => probes.filter((probe) => probe.outcome === outcome).length;
  const good = probes.filter((probe) => probe.good).length;
  expect(good).toBeGreaterThan(100);
  expect(state.loads[0]).toMatchObject({
    stage: 'over',
    all: { good, late: count('ok') - good, failed: count('fail'), unknown: count('info') },
  });
  expect(state.blows).toMatchObject([{ stage: { is: 'healed' }, proven: 'yes' }]);
});

test('how late the harness was is what it was under load', async () => {
  const { history } = await runInMemory();
  const [form, steady, , , , final] = history.events.of('phase').map(({ t }) => t);
  const harnessAt = (t = Number.NaN) => stateDuring(history, t).harness;
  expect(harnessAt((form ?? 0) - 1)).toBeUndefined();
  expect(harnessAt(final)).toBeUndefined();
  const run = liveRun(history.header);
  const facts = { cpuStealPercent: null, cpuPressurePercent: null };
  run.record({ t: steady ?? 0, type: 'phase', phase: 'steady' });
  run.record({ t: 1_000, type: 'harness', latenessMaxMs: 5, loopDelayMaxMs: 300, ...facts });
  run.record({ t: 2_000, type: 'harness', latenessMaxMs: 7, loopDelayMaxMs: 3, ...facts });
  expect(run.at(2_000).harness).toMatchObject({ lateMs: 7, worstMs: 300 });
});

test('a blow is to come, then in force, then healed; one after recovery waits for that', async () => {
  const { history } = await runInMemory({
    schedule: [killOfFirst, afterRecovery(kill({ downFor: seconds(5) }), machine(2))],
  });
  const chaos = history.events.of('phase').find(({ phase }) => phase === 'chaos')?.t ?? Number.NaN;
  expect(stateDuring(history, chaos - 1).blows[0]?.stage).toEqual({
    is: 'to come',
    atMs: 1_000,
    inMs: undefined,
  });
  const soon = stateDuring(history, chaos + 400).blows.map(({ stage }) => stage);
  expect(soon).toMatchObject([{ is: 'to come' }, { is: 'after recovery' }]);
  expect(soon[0]?.is === 'to come' ? soon[0].inMs : undefined).toBeCloseTo(600, 6);
  expect(stages(history, timeOf('injected', history) + 100)).toEqual([
    ['1', 'in force'],
    ['2', 'after recovery'],
  ]);
  expect(stages(history, timeOf('injected', history, 1) + 100)).toEqual([
    ['1', 'healed'],
    ['2', 'in force'],
  ]);
});

test('a blow whose recovery does not come is withheld', async () => {
  const { history } = await runInMemory({
    schedule: [
      killOfFirst,
      afterRecovery(kill({ downFor: seconds(1) }), machine(2), { withinMs: seconds(10) }),
    ],
    dials: { recovery: 'never' },
  });
  expect(stages(history, history.events.endMs)).toEqual([
    ['1', 'healed'],
    ['2', 'withheld'],
  ]);
});

test('a cluster that is never steady has none of its blows', async () => {
  const { history } = await runInMemory({ schedule: [killOfFirst, killOfFirst] });
  const state = stateDuring(
    { ...history, events: { ...history.events, [Symbol.iterator]: unsteady } },
    2_000,
  );
  expect(state.blows.map(({ stage }) => stage.is)).toEqual(['withheld', 'withheld']);

  function* unsteady() {
    yield { t: 1_000, type: 'steadiness', steady: false, detail: 'never' } as const;
  }
});

test('machines that are met one after another are counted within their blow', async () => {
  const { history } = await runInMemory({
    schedule: [at(seconds(1), kill({ downFor: seconds(4) }), rolling(all()), { jitterMs: 0 })],
  });
  expect(stages(history, timeOf('injected', history, 1) + 100)).toEqual([
    ['1.1', 'healed'],
    ['1.2', 'in force'],
  ]);
});

test('a harm that is not proven says so', async () => {
  const { history } = await runInMemory({ schedule: [killOfFirst], dials: { harms: 'ignored' } });
  expect(stateDuring(history, timeOf('injected', history) + 100).blows[0]?.proven).toBe('no');
});

test('a machine has no power while a power cut is in force, and has it again', async () => {
  const { history } = await runInMemory({
    schedule: [at(seconds(1), powerCycle({ offFor: seconds(5) }), machine(2), { jitterMs: 0 })],
  });
  const power = (t: number) => stateDuring(history, t).machines.map((one) => one.power);
  expect(power(timeOf('injected', history) - 10)).toEqual(['on', 'on', 'on']);
  expect(power(timeOf('injected', history) + 1_000)).toEqual(['on', 'off', 'on']);
  expect(power(timeOf('healed', history) + 1_000)).toEqual(['on', 'on', 'on']);
});

test('what takes power is among the faults that there are', () => {
  const kinds = new Set(faults.map(({ kind }) => kind));
  expect([...powerFaults].filter((kind) => !kinds.has(kind))).toEqual([]);
});

test('a blow and a load that are ordered while the run goes on are seen from then on', async () => {
  const { history } = await runInMemory({ schedule: [] });
  const { schedule, workloads, ...header } = history.header;
  const [facts] = workloads;
  if (facts === undefined) throw new Error('a run without a load');
  const run = liveRun({ ...header, schedule, workloads: [] });
  expect(run.at(0)).toMatchObject({ loads: [], blows: [], harness: undefined });
  run.record({ t: 0, type: 'phase', phase: 'steady' });
  run.record({ t: 1, type: 'load', workload: 'set', stage: 'begins', facts });
  const blow = { atMs: 2, jitterMs: 0, fault: 'kill', settings: {}, lastsMs: 5, target: 'toy-1' };
  run.record({ t: 2, type: 'ordered', index: 0, blow });
  expect(run.at(3)).toMatchObject({
    loads: [{ name: 'set', stage: 'under way' }],
    blows: [{ number: '1', fault: 'kill' }],
    harness: { toleratedMs: facts.deadlineMs / 4 },
  });
  run.record({ t: 4, type: 'load', workload: 'set', stage: 'ends' });
  expect(run.at(5).loads).toMatchObject([{ stage: 'stopped' }]);
  run.record({ t: 6, type: 'load', workload: 'set', stage: 'begins' });
  expect(run.at(7).loads).toMatchObject([{ stage: 'under way' }]);
});
