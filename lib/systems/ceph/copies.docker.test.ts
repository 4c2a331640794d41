import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { allEnded } from '../../core/all-ended.ts';
import { monotonicClock } from '../../core/clock.ts';
import { eventually } from '../../core/eventually.ts';
import type { Machine } from '../../core/machine.ts';
import { packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Service } from '../../core/service.ts';
import type { Client, Outcome } from '../../core/system.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { classify } from './errors.ts';
import { type Copies, formCeph } from './form.ts';
import { askOnce, clientMachine } from './gateway.ts';
import { ceph } from './index.ts';
import { cephObjects } from './objects.ts';
import { CEPH } from './port.ts';
import { watchCeph } from './watch.ts';

const NAMES = Array.from({ length: 12 }, (_, index) => index);
const WITHIN_MS = 60_000;
/** Longer than a placement group takes to change its primary. */
const ANSWER_MS = 3_000;

const kept = new AsyncDisposableStack();
let machines: readonly Machine[] = [];

beforeAll(async () => {
  const ready = await setUp({
    images: ['machine', CEPH],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const cluster = kept.use(
    await dockerPlatform({ ...ready, keep: 'no' }).provision(ceph(), {
      run: `test-copies-${process.pid}`,
      progress: silent,
      needs: new Set(),
      onLog: () => undefined,
    }),
  );
  machines = cluster.machines;
  await form({ size: 3, minSize: 2 });
});
afterAll(() => kept.disposeAsync());

const form = (copies: Copies): Promise<void> =>
  formCeph(machines, copies, { clock: monotonicClock, progress: silent });

function service(machine: string, name: string): Service {
  const found = machines.find((one) => one.name === machine)?.services;
  const service = found?.find((one) => one.name === name);
  if (service === undefined) throw new RangeError(`${machine} runs no ${name}`);
  return service;
}

const osds = (...numbers: readonly number[]): readonly Service[] =>
  numbers.map((number) => service(`${CEPH}-${number}`, 'osd'));

const command = (words: Readonly<Record<string, unknown>>): Promise<unknown> =>
  askOnce(
    clientMachine(machines),
    { do: 'command', command: words },
    z.object({ output: z.unknown() }),
    WITHIN_MS,
  );

/** A client of its own for each operation: what is stuck keeps nobody waiting. */
async function invoke(f: string, ...value: readonly number[]): Promise<Outcome> {
  const options = { clock: monotonicClock, lane: 0, timeoutMs: ANSWER_MS, settings: {} };
  const client: Client = cephObjects().open(machines, options);
  try {
    return await client.invoke({ f, value: [...value] });
  } finally {
    await client[Symbol.asyncDispose]();
  }
}

const write = (version: number): Promise<readonly Outcome[]> =>
  allEnded(NAMES.map((name) => invoke('write', name, version)));

const untilAcknowledged = (version: number): Promise<true> =>
  eventually(
    `every object of version ${version} is acknowledged`,
    async () => {
      const failed = (await write(version)).filter(({ type }) => type !== 'ok').length;
      return failed === 0 ? { done: true as const } : { state: `${failed} are not` };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );

/** What clients are told of placement groups. */
async function placementGroups(): Promise<string> {
  await using watcher = watchCeph(clientMachine(machines));
  const { state } = await watcher.observe();
  return String(state['states'] ?? '');
}

const untilPlacementGroupsAre = (wanted: RegExp): Promise<string> =>
  eventually(
    `placement groups are ${wanted}`,
    async () => {
      const states = await placementGroups();
      return wanted.test(states) ? { done: states } : { state: states };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );

async function readAll(): Promise<readonly unknown[]> {
  return eventually(
    'every object is read',
    async () => {
      const read = await allEnded(NAMES.map((name) => invoke('read', name)));
      const open = read.filter(({ type }) => type !== 'ok').length;
      return open === 0
        ? { done: read.map(({ value }) => value) }
        : { state: `${open} are not answered` };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );
}

/** Every object is on three disks; then two OSDs die, and the third is alone. */
async function leaveOneCopy(copies: Copies): Promise<void> {
  await form(copies);
  await untilAcknowledged(1);
  await allEnded(osds(2, 3).map((osd) => osd.kill()));
}

/** The last OSD dies, and its disk is destroyed: it never starts again. The others do. */
async function destroyTheLastCopy(): Promise<void> {
  await allEnded(osds(1).map((osd) => osd.kill()));
  await allEnded(osds(2, 3).map((osd) => osd.start()));
}

test('what makes forming faster is gone when it is over', async () => {
  expect(JSON.stringify(await command({ prefix: 'config dump' }))).not.toContain('paxos');
  const log = await command({ prefix: 'config log', num: 9 });
  expect(JSON.stringify(log)).toContain('mon/paxos_propose_interval');
  const asok = '/run/ceph/ceph-mon.ceph-2.asok';
  const ask = ['ceph', '--admin-daemon', asok, 'config', 'get', 'paxos_propose_interval'];
  const { output } = await service('ceph-2', 'mon').exec(ask);
  expect(JSON.parse(output)).toEqual({ paxos_propose_interval: '1.000000' });
});

test('a pool that is not there is definite: nothing was sent', async () => {
  const asked = { do: 'write', pool: 'nowhere', name: '1', version: 1 };
  const refused = await askOnce(clientMachine(machines), asked, z.unknown(), WITHIN_MS).then(
    () => undefined,
    (error: unknown) => classify(error),
  );
  expect(refused).toMatchObject({ type: 'fail', error: { code: 'NO_POOL' } });
});

test('an object that is not there is read as none, and deleting it is no error', async () => {
  expect(await invoke('read', 99)).toMatchObject({ type: 'ok', value: null });
  expect(await invoke('delete', 99)).toMatchObject({ type: 'ok' });
});

test('min_size 1: what one copy alone acknowledged is lost with that copy', async () => {
  await leaveOneCopy({ size: 3, minSize: 1 });
  await untilAcknowledged(2);
  await destroyTheLastCopy();
  // Ceph knows that something is missing, and waits until an operator gives it up.
  await untilPlacementGroupsAre(/\bdown\b/);
  expect(await invoke('read', 0)).toMatchObject({ type: 'info' });
  await command({ prefix: 'osd lost', id: 1, yes_i_really_mean_it: true });
  expect(await readAll()).toEqual(NAMES.map(() => 1));
});

test('min_size 2: one copy alone acknowledges nothing, and nobody waits for it', async () => {
  await allEnded(osds(1).map((osd) => osd.start()));
  await leaveOneCopy({ size: 3, minSize: 2 });
  await untilPlacementGroupsAre(/undersized.*peered/);
  const second = await write(2);
  expect(second.map(({ type }) => type)).toEqual(NAMES.map(() => 'info'));
  await destroyTheLastCopy();
  // The writes of unknown fate may come late: librados has not given them up.
  for (const version of await readAll()) expect([1, 2]).toContain(version);
});

test('a gateway that has never reached a monitor has sent nothing: definite', async () => {
  const monitors = [1, 2, 3].map((number) => service(`${CEPH}-${number}`, 'mon'));
  await allEnded(monitors.map((monitor) => monitor.kill()));
  const gateway = service('ceph-client', 'gateway');
  await gateway.kill();
  await gateway.start();
  const refused = await eventually(
    'the gateway listens',
    async () => {
      const outcome = await invoke('write', 77, 1);
      return outcome.type === 'fail' && outcome.error.code === 'NOT_CONNECTED'
        ? { done: outcome }
        : { state: JSON.stringify(outcome) };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );
  expect(refused.error.code).toBe('NOT_CONNECTED');
  await allEnded(osds(1).map((osd) => osd.start()));
  await form({ size: 3, minSize: 2 });
  expect(await invoke('read', 77)).toMatchObject({ type: 'ok', value: null });
});
