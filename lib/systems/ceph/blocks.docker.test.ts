import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { allEnded } from '../../core/all-ended.ts';
import { monotonicClock } from '../../core/clock.ts';
import type { Json } from '../../core/history.ts';
import type { Machine } from '../../core/machine.ts';
import { packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Service } from '../../core/service.ts';
import type { Outcome } from '../../core/system.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { cephBlocks } from './blocks.ts';
import { classify } from './errors.ts';
import { formCeph } from './form.ts';
import { askOnce, clientMachine } from './gateway.ts';
import { ceph } from './index.ts';
import { CEPH, CLIENT_MACHINE, POOL } from './port.ts';

/** Each block lies in an RBD object of its own. */
const settings = { blocks: 4, imageMiB: 16 };
const NUMBERS = [0, 1, 2, 3];
const WITHIN_MS = 60_000;
/** Longer than a placement group takes to change its primary. */
const ANSWER_MS = 3_000;

const blocks = cephBlocks();
const kept = new AsyncDisposableStack();
let machines: readonly Machine[] = [];

const form = (): Promise<void> =>
  formCeph(machines, { size: 3, minSize: 2 }, { clock: monotonicClock, progress: silent });

beforeAll(async () => {
  const ready = await setUp({
    images: ['machine', CEPH],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const cluster = kept.use(
    await dockerPlatform({ ...ready, keep: 'no' }).provision(ceph(), {
      run: `test-blocks-${process.pid}`,
      progress: silent,
      needs: new Set(),
      onLog: () => undefined,
    }),
  );
  machines = cluster.machines;
  await form();
  await blocks.prepare(machines, settings);
});
afterAll(() => kept.disposeAsync());

async function invoke(f: string, ...value: readonly number[]): Promise<Outcome> {
  const options = { clock: monotonicClock, lane: 0, timeoutMs: ANSWER_MS, settings };
  await using client = blocks.open(machines, options);
  return await client.invoke({ f, value: [...value] });
}

const each = (f: string, ...version: readonly number[]): Promise<readonly Outcome[]> =>
  allEnded(NUMBERS.map((block) => invoke(f, block, ...version)));

/** What each machine's own OSD holds, and what a client reads. */
async function readEverywhere(): Promise<readonly (readonly Json[])[]> {
  const found: (readonly Json[])[] = [];
  for (const machine of machines) found.push((await blocks.readAll?.(machine)) ?? []);
  return found;
}

const everywhere = (held: Json[]) => machines.map(() => held);

function service(machine: string, name: string): Service {
  const found = machines.find((one) => one.name === machine)?.services;
  const service = found?.find((one) => one.name === name);
  if (service === undefined) throw new RangeError(`${machine} runs no ${name}`);
  return service;
}

/** Behind librbd's back: the commands of an operator who works on the objects of an image. */
async function rados(script: string): Promise<void> {
  const monitors = machines.filter(({ name }) => name !== CLIENT_MACHINE);
  const hosts = monitors.map(({ address }) => `v2:${address}:3300`).join(',');
  const command = `rados --mon-host ${hosts} --keyring /usr/share/ceph-seed/keyring -p ${POOL}`;
  const all = `set -eu; rados() { ${command.replace('rados', 'command rados')} "$@"; }
    object() { rados ls | grep "^rbd_data.*$1\\$"; }
    ${script}`;
  const { exitCode, output } = await service(CLIENT_MACHINE, 'gateway').exec(['sh', '-c', all]);
  expect(exitCode, output).toBe(0);
}

test('an image that is not there is definite: nothing was sent', async () => {
  const asked = { do: 'read_block', pool: POOL, image: 'nowhere', place: 0, block: 0 };
  const refused = await askOnce(clientMachine(machines), asked, z.unknown(), WITHIN_MS).then(
    () => undefined,
    (error: unknown) => classify(error),
  );
  expect(refused).toMatchObject({ type: 'fail', error: { code: 'NO_IMAGE' } });
});

test('a block is read as it was written, from every copy; one that was not, as none', async () => {
  expect(await invoke('write', 0, 7)).toMatchObject({ type: 'ok' });
  expect(await invoke('read', 0)).toMatchObject({ type: 'ok', value: 7 });
  expect(await invoke('read', 1)).toMatchObject({ type: 'ok', value: null });
  expect(await readEverywhere()).toEqual(everywhere([[0, 7]]));
});

test('half a block, and a block in another’s place, are damage', async () => {
  await each('write', 8);
  await rados(`
    head -c 2048 /dev/zero > /tmp/half
    rados put "$(object 1)" /tmp/half --offset 2048
    rados get "$(object 3)" /tmp/other
    rados put "$(object 2)" /tmp/other`);
  expect(await invoke('read', 1)).toMatchObject({ type: 'ok', value: -1 });
  const held = [
    [0, 8],
    [1, -1],
    [2, -1],
    [3, 8],
  ];
  expect(await readEverywhere()).toEqual(everywhere(held));
});

test('a client that is stopped gives its lock back: the next one writes at once', async () => {
  await service(CLIENT_MACHINE, 'gateway').stop({ withinMs: WITHIN_MS });
  await form();
  // A lock that is left behind is broken after 30 s (osd_client_watch_timeout).
  expect(await invoke('write', 1, 9)).toMatchObject({ type: 'ok' });
});

test('what was not flushed is acknowledged without any OSD, and lost with its client', async () => {
  const acknowledged = NUMBERS.map(() => 'ok');
  expect((await each('write', 10)).map(({ type }) => type)).toEqual(acknowledged);
  const osds = [2, 3].map((number) => service(`${CEPH}-${number}`, 'osd'));
  await allEnded(osds.map((osd) => osd.kill()));
  // Fewer copies than min_size: nobody serves. osd.3 did, as it was read last: no write reached any.
  expect((await each('write-unflushed', 11)).map(({ type }) => type)).toEqual(acknowledged);
  expect(await invoke('write', 0, 12)).toMatchObject({ type: 'info' });
  await service(CLIENT_MACHINE, 'gateway').kill();
  await form();
  expect(await readEverywhere()).toEqual(everywhere(NUMBERS.map((block) => [block, 10])));
});
