import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../core/clock.ts';
import { eventually } from '../core/eventually.ts';
import { packageFolder } from '../core/package-folder.ts';
import type { Cluster, LogLine } from '../core/platform.ts';
import { silent } from '../core/progress.ts';
import type { Service } from '../core/service.ts';
import { galera } from '../systems/galera/index.ts';
import { PEER_PORT } from '../systems/galera/port.ts';
import { dockerPlatform } from './docker-platform.ts';
import { setUp } from './set-up.ts';

const kept = new AsyncDisposableStack();
const lines: LogLine[] = [];
let one: Cluster;
let other: Cluster;
let node: Service;

beforeAll(async () => {
  const folder = join(packageFolder, 'images');
  const names = ['machine', 'galera'];
  const ready = await setUp({ images: names, folder, env: process.env, progress: console.error });
  const platform = dockerPlatform({ ...ready, keep: 'no' });
  const topology = galera();
  const [system] = topology.systems;
  const provision = (run: string) =>
    platform.provision(topology, {
      run,
      progress: silent,
      needs: new Set(),
      onLog: (line) => lines.push(line),
    });
  one = kept.use(await provision(`test-one-${process.pid}`));
  other = kept.use(await provision(`test-other-${process.pid}`));
  const service = one.machines[2]?.services[0];
  if (service === undefined) throw new RangeError('a Galera machine has a service');
  node = service;
  await system?.form(one.machines, { clock: monotonicClock, progress: silent });
});
afterAll(() => kept.disposeAsync());

async function startAndListen(): Promise<void> {
  await node.start();
  await eventually(
    'the node listens to its peers',
    async () => {
      const reach = await node.reach(PEER_PORT);
      return reach === 'accepts' ? { done: true } : { state: reach };
    },
    { clock: monotonicClock, withinMs: 30_000, everyMs: 20 },
  );
}

/** Tries to connect from the node's own machine; 124 is `timeout`'s word for no answer at all. */
async function connectFromNode(address: string | undefined): Promise<number> {
  const attempt = `timeout 2 bash -c 'echo > /dev/tcp/${address}/${PEER_PORT}'`;
  return (await node.exec(['sh', '-c', attempt])).exitCode;
}

test('two runs at a time do not share a subnet', () => {
  const subnetOf = ({ machines }: Cluster) => machines[0]?.address.split('.').slice(0, 3).join('.');
  expect(subnetOf(one)).not.toBe(subnetOf(other));
});

test('a machine has its own fixed address', async () => {
  const { output } = await node.exec(['ip', '-4', '-o', 'addr', 'show', 'dev', 'eth0']);
  expect(output).toContain(`inet ${one.machines[2]?.address}/24`);
});

test('a machine reaches its peers, and nothing beyond its own network', async () => {
  expect(await connectFromNode(one.machines[0]?.address)).toBe(0);
  expect(await connectFromNode(other.machines[0]?.address)).toBe(124);
});

test('what a service writes is heard, line by line, with its name', () => {
  expect(lines).toContainEqual(
    expect.objectContaining({
      machine: 'galera-3',
      service: 'mariadb',
      line: expect.stringContaining('Starting MariaDB'),
    }),
  );
});

test('the instant of a death is seen from outside, within 100 ms of the order for it', async () => {
  await using watch = await node.watchDeath();
  const orderedAt = monotonicClock.now();
  await node.kill();
  const seenAt = await watch.seen({ withinMs: 1_000 });
  expect(seenAt).toBeGreaterThan(orderedAt);
  expect(seenAt).toBeLessThan(orderedAt + 100);
  await startAndListen();
});

test('the death of a node that nobody can reach is not seen, and it dies all the same', async () => {
  const network = one.machines[2]?.network;
  await network?.impose('unreachable', { kind: 'silence' });
  await using watch = await node.watchDeath();
  await node.kill();
  expect(await watch.seen({ withinMs: 60_000 })).toBeUndefined();
  expect(await node.state()).toMatchObject({ running: false, exitCode: 137 });
  await network?.lift('unreachable');
  await startAndListen();
});

test('a SIGKILL is a death with code 137, and the address and the data outlive it', async () => {
  const before = await node.state();
  await node.exec(['touch', '/var/lib/mysql/kept']);
  await node.kill();
  expect(await node.state()).toMatchObject({ running: false, pid: 0, exitCode: 137 });
  expect(await node.reach(PEER_PORT)).toBe('refuses');
  await startAndListen();
  const after = await node.state();
  expect(after.running).toBe(true);
  expect(after.pid).not.toBe(before.pid);
  expect(await node.exec(['ls', '/var/lib/mysql/kept'])).toMatchObject({ exitCode: 0 });
});

test('limits are for what ends at this moment, too: they count when it is started again', async () => {
  let dead = false;
  const dying = node.kill().then(() => {
    dead = true;
  });
  while (!dead) await node.limit({ memoryMiB: 900 });
  await dying;
  await startAndListen();
  expect(await node.memoryLimitMiB()).toBe(900);
  await node.limit({});
});

test('a clean stop ends the process by SIGTERM, and stopping it again is no error', async () => {
  const member = one.machines[1]?.services[0];
  await member?.stop({ withinMs: 30_000 });
  expect(await member?.state()).toMatchObject({ running: false, exitCode: 0 });
  await member?.stop({ withinMs: 30_000 });
});
