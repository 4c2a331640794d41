import { expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import type { FaultSpec } from '../core/fault.ts';
import type { Journal } from '../core/journal.ts';
import { afterRecovery, at, type Blow } from '../core/schedule.ts';
import {
  all,
  machine,
  minority,
  one,
  role,
  rolling,
  service,
  staggered,
  type Target,
} from '../core/target.ts';
import { clockSkew } from '../faults/clock-skew.ts';
import { cpuStarve } from '../faults/cpu-starve.ts';
import { degrade } from '../faults/degrade.ts';
import { diskError } from '../faults/disk-error.ts';
import { diskFull } from '../faults/disk-full.ts';
import { diskReadOnly } from '../faults/disk-read-only.ts';
import { diskSlow } from '../faults/disk-slow.ts';
import { faults } from '../faults/index.ts';
import { kill } from '../faults/kill.ts';
import { memorySqueeze } from '../faults/memory-squeeze.ts';
import { none } from '../faults/none.ts';
import { partition } from '../faults/partition.ts';
import { pause } from '../faults/pause.ts';
import { powerCycle } from '../faults/power-cycle.ts';
import { reboot } from '../faults/reboot.ts';
import { reset } from '../faults/reset.ts';
import { restart } from '../faults/restart.ts';
import { stop } from '../faults/stop.ts';
import { unplug } from '../faults/unplug.ts';
import { noDuplicates, noFlicker, noStaleReads } from '../measures/expectations.ts';
import { runInMemory } from './run-in-memory.ts';
import type { Dials } from './toy-cluster.ts';

const failedMeasures = ({ judgements }: Awaited<ReturnType<typeof runInMemory>>['verdict']) =>
  judgements.filter(({ verdict }) => verdict === 'fail').map(({ measure }) => measure.name);

test('a sound cluster that loses its primary passes', async () => {
  const { verdict } = await runInMemory();
  expect(verdict).toMatchObject({ kind: 'pass', doubts: [] });
});

test.each([
  ['forward', [3, 5, 7]],
  ['reverse', [7, 5, 3]],
] as const)('machines that lost power come back one by one, %s', async (backIn, backAfter) => {
  const blow = powerCycle({ offFor: seconds(3), backEveryMs: seconds(2), backIn });
  const { history } = await runInMemory({ schedule: [at(seconds(1), blow, all())] });
  const cutAt = history.events.of('injected')[0]?.t ?? Number.NaN;
  const back = ['toy-1', 'toy-2', 'toy-3'].map((name) => {
    const seen = history.events
      .of('observation')
      .find(({ machine, reachable, t }) => machine === name && reachable && t > cutAt + 100);
    return Math.floor(((seen?.t ?? Number.NaN) - cutAt) / 1_000);
  });
  expect(back).toEqual(backAfter);
});

test('machines are looked at as often as the scenario says, and no measure claims to know better', async () => {
  const { verdict, history } = await runInMemory({ timing: { observeEveryMs: 400 } });
  const looks = history.events
    .recorded('observation')
    .filter(({ event }) => event.machine === 'toy-1')
    .map(({ event }) => event.t);
  const pauses = looks.slice(1).map((t, index) => t - (looks[index] ?? 0));
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(400);
  const redundancy = verdict.judgements.find(({ measure }) => measure.name === 'rto.redundancy');
  expect(redundancy?.finding).toMatchObject({ status: 'known', resolution: expect.any(Number) });
  expect(
    Number(redundancy?.finding?.status === 'known' && redundancy.finding.resolution),
  ).toBeGreaterThan(400);
});

test('a sound cluster is read while it is written, and no read is stale or forgets', async () => {
  const { verdict, history } = await runInMemory({
    expect: [noStaleReads, noFlicker, noDuplicates],
  });
  expect(
    [...history.events.operations('set')].filter(({ f }) => f === 'read').length,
  ).toBeGreaterThan(2);
  expect(verdict).toMatchObject({ kind: 'pass', doubts: [] });
});

test.each<[Dials['reads'], string[]]>([
  ['lagging', ['stale-reads']],
  ['flickering', ['stale-reads', 'flicker']],
])('%s reads are caught', async (reads, caught) => {
  const { verdict } = await runInMemory({
    dials: { reads },
    expect: [noStaleReads, noFlicker, noDuplicates],
  });
  expect(failedMeasures(verdict)).toEqual(caught);
});

test('a blow at a service that does not run harms nobody, and is not proven', async () => {
  const { verdict } = await runInMemory({
    schedule: [
      at(seconds(1), kill({ downFor: seconds(5) }), machine(2), { jitterMs: 0 }),
      at(seconds(3), pause({ lasts: seconds(1) }), machine(2), { jitterMs: 0 }),
    ],
  });
  expect(verdict.kind).toBe('unknown');
  expect(verdict.because).toContain('toy-2/toyd ran, so that there was something to harm');
});

test('a blow after recovery falls when the one before costs nothing any more, and the rest is for its own', async () => {
  const { verdict, history } = await runInMemory({
    schedule: [
      at(seconds(1), kill({ downFor: seconds(5) }), role('primary')),
      afterRecovery(kill({ downFor: seconds(5) }), role('primary')),
    ],
  });
  expect(verdict).toMatchObject({ kind: 'pass', doubts: [] });
  const [healed] = history.events.of('healed');
  const second = history.events.of('injected')[1];
  const full = history.events
    .of('redundancy')
    .find(({ t, full }) => full && t > (healed?.t ?? Infinity))?.t;
  const waited = (second?.t ?? Number.NaN) - (full ?? Number.NaN);
  // The stability window, a margin of a second, a jitter of half a second, and the toy's own pace.
  expect(waited).toBeGreaterThanOrEqual(seconds(4));
  expect(waited).toBeLessThan(seconds(5.5));
});

test('blows after a recovery that does not come do not fall, and are in doubt once each', async () => {
  const { verdict, history } = await runInMemory({
    schedule: [
      at(seconds(1), kill({ downFor: seconds(5) }), role('primary')),
      afterRecovery(kill({ downFor: seconds(1) }), machine(2), { withinMs: seconds(10) }),
      afterRecovery(kill({ downFor: seconds(1) }), machine(3), { withinMs: seconds(10) }),
    ],
    dials: { recovery: 'never' },
  });
  expect(history.events.of('blow')).toHaveLength(1);
  expect(verdict.kind).not.toBe('pass');
  const withheld = verdict.doubts.filter((doubt) => doubt.includes('did not fall'));
  expect(withheld.map((doubt) => doubt.slice(0, 6))).toEqual(['blow 2', 'blow 3']);
  expect(verdict.doubts).toHaveLength(2);
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

const ms = { lasts: seconds(12) };

/** Every kind of fault, with settings that can be told from nothing. */
const everyFault: readonly (readonly [string, FaultSpec, Target])[] = [
  ['kill', kill({ downFor: seconds(5) }), role('primary')],
  ['stop', stop({ downFor: seconds(5) }), role('primary')],
  ['restart', restart(), role('primary')],
  ['pause', pause(ms), one()],
  ['power-cycle', powerCycle({ offFor: seconds(5) }), role('primary')],
  [
    'power-cycle, back one by one',
    powerCycle({ offFor: seconds(3), backEveryMs: seconds(2), backIn: 'reverse' }),
    all(),
  ],
  ['reboot', reboot({ offFor: seconds(5) }), role('replica')],
  ['partition', partition(ms), minority()],
  ['partition one way in', partition({ ...ms, direction: 'in' }), minority()],
  ['partition one way out', partition({ ...ms, direction: 'out' }), minority()],
  ['partition with clients', partition({ ...ms, clients: 'with-targets' }), minority()],
  ['partition in halves', partition({ ...ms, shape: 'halves' }), all()],
  ['partition as a bridge', partition({ ...ms, shape: 'bridge' }), all()],
  ['partition as a ring', partition({ ...ms, shape: 'ring' }), all()],
  ['partition that leaves nobody to anybody', partition({ ...ms, shape: 'apart' }), all()],
  ['partition by hand', partition({ ...ms, shape: 'custom', cuts: 'toy-1 > toy-2' }), all()],
  ['unplug', unplug(ms), one()],
  ['degrade: delay and jitter', degrade({ ...ms, delayMs: 50, jitterMs: 20 }), one()],
  ['degrade: loss', degrade({ ...ms, loss: 0.05, delayMs: 10 }), all()],
  ['degrade: duplicates', degrade({ ...ms, duplicate: 0.1 }), one()],
  ['degrade: reordering', degrade({ ...ms, delayMs: 20, reorder: 0.25 }), one()],
  [
    'degrade: corruption',
    degrade({ ...ms, corrupt: 0.05, toward: ['toy-2', 'toy-3'] }),
    machine(1),
  ],
  ['degrade: rate', degrade({ ...ms, kbitPerSecond: 2_000 }), one()],
  ['reset', reset(ms), one()],
  ['clock-skew: jump', clockSkew({ ...ms, jumpMs: -60_000 }), one()],
  ['clock-skew: drift', clockSkew({ ...ms, drift: 0.2 }), one()],
  ['disk-full', diskFull(ms), one()],
  ['disk-read-only', diskReadOnly(ms), one()],
  ['disk-slow: delay', diskSlow({ ...ms, delayMs: 20 }), one()],
  ['disk-slow: rate', diskSlow({ ...ms, kibPerSecond: 512 }), one()],
  ['disk-error', diskError(ms), one()],
  ['cpu-starve', cpuStarve({ ...ms, cpus: 0.1 }), one()],
  ['memory-squeeze', memorySqueeze({ ...ms, memoryMiB: 64 }), one()],
];

test('every kind of fault is among those tried here', () => {
  const tried = new Set(everyFault.map(([, { kind }]) => kind));
  const known = faults.map(({ kind }) => kind);
  expect(known.filter((kind) => !tried.has(kind))).toEqual(['none']);
});

const doubtsAbout = async (blow: Blow, dials: Partial<Dials> = {}) => {
  const { verdict } = await runInMemory({ schedule: [blow], expect: [], dials });
  return verdict.doubts;
};

test.each(everyFault)('%s is proven where it is done', async (_, fault, target) => {
  expect(await doubtsAbout(at(seconds(1), fault, target))).toEqual([]);
});

test.each(everyFault)(
  '%s is not proven where it does nothing, and the verdict unknown',
  async (_, fault, target) => {
    const blow = at(seconds(1), fault, target);
    const { verdict } = await runInMemory({ schedule: [blow], dials: { harms: 'ignored' } });
    expect(verdict.kind).toBe('unknown');
    expect(verdict.because).toContain('fault not proven');
  },
);

test.each([
  ['delay', degrade({ ...ms, delayMs: 0.2 })],
  ['jitter', degrade({ ...ms, delayMs: 50, jitterMs: 0.2 })],
  ['jump', clockSkew({ ...ms, jumpMs: 20 })],
  ['drift', clockSkew({ ...ms, drift: 0.00001 })],
] as const)('a %s too small to be told from none is not proven', async (_, fault) => {
  const [doubt = ''] = await doubtsAbout(at(seconds(1), fault, one()));
  expect(doubt).toContain("can't be told from");
});

test('a rolling fault meets every machine in turn, each healed before the next', async () => {
  const { history, verdict } = await runInMemory({
    schedule: [at(seconds(1), kill({ downFor: seconds(4) }), rolling(all()))],
    expect: [],
  });
  expect(verdict.doubts).toEqual([]);
  const steps = [...history.events].flatMap((event) =>
    event.type === 'injected' || event.type === 'healed' ? [[event.type, event.step]] : [],
  );
  expect(steps).toEqual([
    ['injected', 0],
    ['healed', 0],
    ['injected', 1],
    ['healed', 1],
    ['injected', 2],
    ['healed', 2],
  ]);
});

test('a staggered fault meets the next machine after the pause, healed or not', async () => {
  const { history } = await runInMemory({
    schedule: [at(seconds(1), unplug({ lasts: seconds(5) }), staggered(all(), 1_000))],
    expect: [],
  });
  const times = history.events.of('injected').map(({ t }) => t);
  expect(times.map((time) => Math.round((time - (times[0] ?? 0)) / 1_000))).toEqual([0, 1, 2]);
});

test('a service that no machine has is refused before anything is started', async () => {
  const blow = at(seconds(1), kill({ downFor: seconds(1) }), service('mariadb', all()));
  await expect(runInMemory({ schedule: [blow] })).rejects.toThrow(
    "blow 1: expected a service of the topology (toyd), found 'mariadb'",
  );
});

test('a blow that finds nobody in the role that it wants did not happen', async () => {
  const { verdict } = await runInMemory({
    schedule: [
      at(seconds(1), kill({ downFor: seconds(4) }), all(), { jitterMs: 0 }),
      at(seconds(3), kill({ downFor: seconds(1) }), role('primary'), { jitterMs: 0 }),
    ],
  });
  expect(verdict.doubts.join()).toContain('it did not happen');
});

test('every harm is written down before it is done, and struck off when it is cured', async () => {
  const entries: string[] = [];
  const journal: Journal = {
    begin: async ({ id, fault, machines }) => {
      entries.push(`begin ${id}: ${fault.kind} at ${machines.join(', ')}`);
    },
    finish: async (id) => {
      entries.push(`finish ${id}`);
    },
  };
  const { history } = await runInMemory({
    schedule: [at(seconds(1), unplug({ lasts: seconds(2) }), machine(2))],
    journal,
  });
  expect(entries).toEqual(['begin memory_0: unplug at toy-2', 'finish memory_0']);
  expect(history.events.of('healed')).toHaveLength(1);
});

test('a schedule with a wrong setting is refused, with the setting, before anything starts', async () => {
  const wrong = { ...degrade({ ...ms, loss: 0.5 }), settings: { loss: 7 } };
  await expect(
    runInMemory({ schedule: [at(0, { ...degrade(ms), ...wrong }, one())] }),
  ).rejects.toThrow(/blow 1, degrade:.*loss: .*found 7/);
  const unheard = { kind: 'meteor', settings: {}, lastsMs: 1 };
  await expect(runInMemory({ schedule: [at(0, unheard, one())] })).rejects.toThrow(
    "no fault named 'meteor'",
  );
});

test('the same seed gives the same history', async () => {
  const one = await runInMemory({ seed: 7 });
  const other = await runInMemory({ seed: 7 });
  expect([...one.history.events]).toEqual([...other.history.events]);
});
