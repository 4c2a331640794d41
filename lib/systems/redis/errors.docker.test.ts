import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import { eventually, type Look } from '../../core/eventually.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Client, Outcome } from '../../core/system.ts';
import type { MachinePlan, Topology } from '../../core/topology.ts';
import { within } from '../../core/within.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { type Connection, connectServer, connectWatcher, text } from './connect.ts';
import { classify } from './errors.ts';
import { parseInfo } from './info.ts';
import { serverPlan } from './plan.ts';
import { REDIS, REDIS_PORT } from './port.ts';
import { redisRegister } from './register.ts';
import { redisSet } from './set.ts';

const WITHIN_MS = 10_000;
const waiting = { clock: monotonicClock, withinMs: WITHIN_MS } as const;

const kept = new AsyncDisposableStack();
/** A primary, its replica, and a server of a cluster that has no other. */
let servers: readonly Machine[] = [];

beforeAll(async () => {
  const { images, ...ready } = await setUp({
    images: ['machine', REDIS],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const { machines } = kept.use(
    await dockerPlatform({ ...ready, images, keep: 'no' }).provision(topology, {
      run: `test-redis-errors-${process.pid}`,
      progress: silent,
      needs: new Set([]),
      onLog: () => undefined,
    }),
  );
  servers = machines;
  await Promise.all(machines.map((machine) => serviceOf(machine, REDIS).start()));
  for (const machine of machines) await asked(machine, 'PING');
  await eventually(
    'the replica follows',
    async () => {
      const link = (await infoOf(server(2)))['master_link_status'];
      return link === 'up' ? { done: true as const } : { state: `link ${link}` };
    },
    waiting,
  );
});
afterAll(() => kept.disposeAsync());

const plain = serverPlan({
  config: fixtureFolder(REDIS),
  overlays: [],
  sentinels: 0,
  quorum: undefined,
  rejoin: 'as-it-was',
});

const machinePlan = (name: string, ...further: readonly string[]): MachinePlan => ({
  name,
  services: [
    {
      ...plain,
      environment: (self, all) => ({
        ...plain.environment(self, all),
        ...(further.includes('--cluster-enabled') ? { REDIS_PRIMARY: self.address } : {}),
      }),
      arguments: (self, all) => [...plain.arguments(self, all), ...further],
    },
  ],
});

const topology: Topology = {
  name: 'redis-errors',
  settings: {},
  machines: [
    machinePlan('errors-1', '--enable-debug-command', 'yes'),
    machinePlan('errors-2'),
    machinePlan('errors-3', '--cluster-enabled', 'yes'),
  ],
  systems: [],
};

function server(number: 1 | 2 | 3): Machine {
  const found = servers[number - 1];
  if (found === undefined) throw new RangeError(`no server ${number}`);
  return found;
}

/** Asks a server whatever it is doing; waits until it lets somebody in. */
async function asked(machine: Machine, ...words: readonly [string, ...string[]]): Promise<unknown> {
  const connection = await eventually(
    `${machine.name} answers`,
    async () => ({ done: await connectWatcher(machine.address, REDIS_PORT, WITHIN_MS) }),
    waiting,
  );
  try {
    return await connection.call(...words);
  } finally {
    connection.destroy();
  }
}

const infoOf = async (machine: Machine) => parseInfo(text(await asked(machine, 'INFO')));

/** Settings of a server for as long as something is tried. */
async function configured<T>(
  machine: Machine,
  settings: Readonly<Record<string, readonly [during: string, after: string]>>,
  attempt: () => Promise<T>,
): Promise<T> {
  await using restored = new AsyncDisposableStack();
  for (const [name, [during, after]] of Object.entries(settings)) {
    restored.defer(async () => {
      await asked(machine, 'CONFIG', 'SET', name, after);
    });
    await asked(machine, 'CONFIG', 'SET', name, during);
  }
  return await attempt();
}

const lane = { clock: monotonicClock, lane: 0, timeoutMs: 2_000, settings: {} };
const setOf = (machine: Machine): Client => redisSet('direct').open([machine], lane);
const registerOf = (machine: Machine): Client => redisRegister('direct').open([machine], lane);

let element = 0;
const add = (client: Client): Promise<Outcome> => {
  element += 1;
  return client.invoke({ f: 'add', value: element });
};

async function addTo(machine: Machine): Promise<Outcome> {
  await using client = setOf(machine);
  return await add(client);
}

/** The element that was sent last is not there. */
async function expectRefused(outcome: Outcome, code: string, holder = server(1)): Promise<void> {
  expect(outcome).toMatchObject({ type: 'fail', error: { code } });
  const elements = await asked(holder, 'LRANGE', 'elements', '0', '-1');
  expect(elements).not.toContain(`${element}`);
}

test('READONLY: a replica takes no write, by a command or by a script', async () => {
  await expectRefused(await addTo(server(2)), 'READONLY');
  await using registers = registerOf(server(2));
  const swapped = await registers.invoke({ f: 'cas', value: [1, null, 5] });
  expect(swapped).toMatchObject({ type: 'fail', error: { code: 'READONLY' } });
});

test('NOREPLICAS: a primary that misses replicas takes no write, by a command or by a script', async () => {
  await configured(server(1), { 'min-replicas-to-write': ['5', '0'] }, async () => {
    await expectRefused(await addTo(server(1)), 'NOREPLICAS');
    await using registers = registerOf(server(1));
    const swapped = await registers.invoke({ f: 'cas', value: [1, null, 5] });
    expect(swapped).toMatchObject({ type: 'fail', error: { code: 'NOREPLICAS' } });
  });
  expect(await asked(server(1), 'GET', 'register:1')).toBeNull();
});

test('MASTERDOWN: a replica that may not show stale data does not answer without its primary', async () => {
  const stale = { 'replica-serve-stale-data': ['no', 'yes'] } as const;
  await asked(server(2), 'REPLICAOF', '127.0.0.1', '1');
  const read = await configured(server(2), stale, async () => {
    await using client = setOf(server(2));
    return await client.invoke({ f: 'read', value: null });
  });
  await asked(server(2), 'REPLICAOF', server(1).address, `${REDIS_PORT}`);
  expect(read).toMatchObject({ type: 'fail', error: { code: 'MASTERDOWN' } });
});

test('MISCONF: a primary whose saves fail takes no write', async () => {
  const service = serviceOf(server(1), REDIS);
  await using cleanUp = new AsyncDisposableStack();
  await service.exec(['chmod', '0500', '/var/lib/redis']);
  cleanUp.defer(async () => {
    await service.exec(['chmod', '0750', '/var/lib/redis']);
  });
  await configured(server(1), { save: ['3600 1', ''] }, async () => {
    await eventually(
      'the save has failed',
      async () => {
        // It refuses while it saves for a replica that has just come back.
        await asked(server(1), 'BGSAVE').catch(() => 'it says that it failed, or is at it');
        const status = (await infoOf(server(1)))['rdb_last_bgsave_status'];
        return status === 'err' ? { done: true as const } : { state: `last save ${status}` };
      },
      waiting,
    );
    await expectRefused(await addTo(server(1)), 'MISCONF');
  });
});

test('OOM: a primary whose memory is used up takes no write', async () => {
  await configured(server(1), { maxmemory: ['1', '0'] }, async () => {
    await expectRefused(await addTo(server(1)), 'OOM');
  });
});

test('BUSY: while a script runs for too long nothing else does', async () => {
  await using client = setOf(server(1));
  await add(client);
  const scripting = await connectServer(server(1).address, REDIS_PORT, WITHIN_MS);
  await configured(server(1), { 'busy-reply-threshold': ['1', '5000'] }, async () => {
    const running = scripting.call('EVAL', 'while true do end', 0).catch(() => 'it was killed');
    const refused = await untilNotOk(client);
    await asked(server(1), 'SCRIPT', 'KILL');
    await running;
    await expectRefused(refused, 'BUSY');
  });
  scripting.destroy();
});

test('LOADING: a server that reads its data takes nothing', async () => {
  await using client = setOf(server(1));
  await add(client);
  await asked(server(1), 'DEBUG', 'POPULATE', '20', 'load', '5000');
  const slow = {
    rdbcompression: ['no', 'yes'],
    'key-load-delay': ['100000', '0'],
    'loading-process-events-interval-bytes': ['1024', '2097152'],
  } as const;
  const loading = await connectServer(server(1).address, REDIS_PORT, WITHIN_MS);
  await configured(server(1), slow, async () => {
    const reloaded = loading.call('DEBUG', 'RELOAD');
    const refused = await untilNotOk(client);
    await reloaded;
    await expectRefused(refused, 'LOADING');
  });
  loading.destroy();
});

/** Adds until one is refused: what is to refuse it has then begun. */
const untilNotOk = (client: Client): Promise<Outcome> =>
  eventually(
    'an element is refused',
    async () => {
      const outcome = await add(client);
      return outcome.type === 'ok' ? { state: 'acknowledged' } : { done: outcome };
    },
    { ...waiting, everyMs: 1 },
  );

test('CLUSTERDOWN: a server of a cluster without slots takes nothing', async () => {
  const outcome = await addTo(server(3));
  expect(outcome).toMatchObject({ type: 'fail', error: { code: 'CLUSTERDOWN' } });
});

test('NOT_SENT: what the driver could not write was never sent', async () => {
  const connection: Connection = await connectServer(server(1).address, REDIS_PORT, WITHIN_MS);
  connection.destroy();
  const thrown = await connection.call('RPUSH', 'elements', -1).catch((error: unknown) => error);
  expect(classify(thrown)).toMatchObject({ type: 'fail', error: { code: 'NOT_SENT' } });
});

const directly = ({ address }: Machine): Promise<Connection> =>
  connectServer(address, REDIS_PORT, WITHIN_MS);

async function isBusy(connection: Connection): Promise<Look<true>> {
  const answer = await within(monotonicClock, 200, connection.call('PING'));
  return answer === 'late' ? { done: true } : { state: 'it answers' };
}

test('a connection that is lost before the answer says nothing about the write', async () => {
  await using client = setOf(server(1));
  await add(client);
  const [busy, other] = await Promise.all([directly(server(1)), directly(server(1))]);
  // Killed long before that is over; frozen, it could still answer between its thaw and its end.
  const asleep = busy.call('DEBUG', 'SLEEP', '10').catch(() => 'killed');
  await eventually('it answers nobody', () => isBusy(other), waiting);
  const unanswered = add(client);
  await serviceOf(server(1), REDIS).kill();
  expect(await asleep).toBe('killed');
  busy.destroy();
  other.destroy();
  expect(await unanswered).toMatchObject({ type: 'info' });
});
