import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import { type Conversation, converse } from '../../core/conversation.ts';
import { HarnessError } from '../../core/errors.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Client, WorkloadSettings } from '../../core/system.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { memcachedCache } from './cache.ts';
import { classify } from './errors.ts';
import { formMemcached } from './form.ts';
import { memcached } from './index.ts';
import { MEMCACHED, MEMCACHED_PORT } from './port.ts';
import { get, set } from './protocol.ts';
import { memcachePool } from './settings.ts';

const WITHIN_MS = 5_000;
const entries: WorkloadSettings = { keys: 25, keyPrefix: 'token/', valueBytes: 512 };
const LARGEST = 1_048_576;

const kept = new AsyncDisposableStack();
let servers: readonly Machine[] = [];

beforeAll(async () => {
  const { images, ...ready } = await setUp({
    images: ['machine', MEMCACHED],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const { machines } = kept.use(
    await dockerPlatform({ ...ready, images, keep: 'no' }).provision(memcached({ nodes: 2 }), {
      run: `test-memcached-errors-${process.pid}`,
      progress: silent,
      needs: new Set([]),
      onLog: () => undefined,
    }),
  );
  servers = machines;
  await formMemcached(servers, { clock: monotonicClock, progress: silent });
});
afterAll(() => kept.disposeAsync());

const vocabulary = memcachedCache(memcachePool);
const clientOf = (settings: WorkloadSettings = entries): Client =>
  vocabulary.open(servers, { clock: monotonicClock, lane: 0, timeoutMs: 1_000, settings });

function server(number: 1 | 2): Machine {
  const found = servers[number - 1];
  if (found === undefined) throw new RangeError(`no server ${number}`);
  return found;
}

/** Something said to the first server itself. */
async function directly<T>(talk: (connection: Conversation) => Promise<T>): Promise<T> {
  const connection = await converse(server(1), MEMCACHED_PORT, WITHIN_MS);
  try {
    return await talk(connection);
  } finally {
    connection.close();
  }
}

/** What storing this at the first server came to, and what is there afterwards. */
async function refusal(key: string, value: string) {
  const thrown = await directly((connection) =>
    set(connection, key, value).catch((error: unknown) => error),
  );
  const left = await directly((connection) => get(connection, key.slice(0, 250)));
  return { ...classify(thrown, 'sent'), left };
}

test('what is not there is made and stored, and then found; an update replaces it', async () => {
  await using client = clientOf();
  expect(await client.invoke({ f: 'fetch', value: [1, 10] })).toMatchObject({
    type: 'ok',
    value: { found: null, stored: true },
  });
  expect(await client.invoke({ f: 'fetch', value: [1, 11] })).toMatchObject({
    value: { found: 10, stored: false },
  });
  expect(await client.invoke({ f: 'update', value: [1, 12] })).toMatchObject({ type: 'ok' });
  expect(await client.invoke({ f: 'fetch', value: [1, 13] })).toMatchObject({
    value: { found: 12, stored: false },
  });
});

test('TOO_LARGE: a value over the limit is refused, and what the key held is gone', async () => {
  await directly((connection) => set(connection, 'large', 'small'));
  const refused = await refusal('large', 'x'.repeat(LARGEST));
  expect(refused).toMatchObject({ type: 'fail', error: { code: 'TOO_LARGE' }, left: undefined });
});

test('BAD_COMMAND: a key over 250 bytes is refused, and nothing is stored', async () => {
  const refused = await refusal('k'.repeat(251), 'value');
  expect(refused).toMatchObject({ type: 'fail', error: { code: 'BAD_COMMAND' }, left: undefined });
});

test.each([
  [
    { ...entries, valueBytes: LARGEST },
    /expected less than 1048576 bytes with its key \(item_size_max of memcached-\d\), found 1048576/,
    'Give a smaller `valueBytes`, or raise -I in memcached.conf.',
  ],
  [
    { ...entries, keyPrefix: 'k'.repeat(260) },
    /expected 1 to 250 bytes, found 262/,
    'Give a shorter `keyPrefix`; services put a hash in place of longer keys.',
  ],
])('a workload beyond a limit is refused before it begins: %#', async (settings, message, hint) => {
  const thrown = await vocabulary.prepare(servers, settings).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(HarnessError);
  expect(thrown).toMatchObject({ message: expect.stringMatching(message), hint });
});

test('a workload within the limits leaves nothing behind of what it was tried with', async () => {
  await vocabulary.prepare(servers, { ...entries, keyPrefix: 'tried/', valueBytes: 1_000_000 });
  expect(await directly((connection) => get(connection, 'tried/24'))).toBeUndefined();
});

test('a host that is dead fails once; its keys then go to the other, and are stored again', async () => {
  await using client = clientOf({ ...entries, keyPrefix: 'dead/' });
  const askAll = (from: number) =>
    Promise.all(
      Array.from({ length: 25 }, (_, key) =>
        client.invoke({ f: 'fetch', value: [key, from + key] }),
      ),
    );
  await askAll(100);
  await serviceOf(server(1), MEMCACHED).kill();
  const [first, second, third] = [await askAll(200), await askAll(300), await askAll(400)];
  expect(first.filter(({ type }) => type !== 'ok')).toMatchObject([
    { type: 'fail', error: { code: 'HOST_FAILED' }, machine: 'memcached-1' },
  ]);
  for (const answer of [...second, ...third]) {
    expect(answer).toMatchObject({ type: 'ok', machine: 'memcached-2' });
  }
  expect(third.every(({ value }) => JSON.stringify(value)?.includes('"stored":false'))).toBe(true);
  await serviceOf(server(1), MEMCACHED).start();
});
