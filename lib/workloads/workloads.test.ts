import { expect, test } from 'vitest';
import type { ZodType } from 'zod';
import type { Workload } from '../core/workload.ts';
import { cacheSchema } from '../measures/accounts/cache.ts';
import { blockSchema, objectsSchema } from '../measures/accounts/objects-records.ts';
import { queueSchema } from '../measures/accounts/queue-records.ts';
import { requestsSchema } from '../measures/accounts/requests.ts';
import { setSchema } from '../measures/accounts/set.ts';
import { tcpSchema } from '../measures/accounts/tcp.ts';
import { bankSchema } from '../measures/bank-errors.ts';
import { registerSchema } from '../measures/linearizability.ts';
import { listAppendSchema } from '../measures/transaction-anomalies.ts';
import { bank } from './bank.ts';
import { block } from './block.ts';
import { cache } from './cache.ts';
import { listAppend } from './list-append.ts';
import type { LoadOptions } from './load.ts';
import { objects } from './objects.ts';
import { queue } from './queue.ts';
import { register } from './register.ts';
import { requests } from './requests.ts';
import { set } from './set.ts';
import { tcp } from './tcp.ts';

const IDS = Array.from({ length: 2_000 }, (_, id) => id);

const all: readonly (readonly [string, (options?: LoadOptions) => Workload, ZodType])[] = [
  ['set', set, setSchema],
  ['queue', queue, queueSchema],
  ['register', register, registerSchema],
  ['list-append', listAppend, listAppendSchema],
  ['bank', bank, bankSchema],
  ['requests', requests, requestsSchema],
  ['objects', objects, objectsSchema],
  ['block', block, blockSchema],
  ['cache', cache, cacheSchema],
  ['tcp', (options) => tcp({ port: 'web:80', ...options }), tcpSchema],
];

const operationsOf = (workload: Workload) => IDS.map(workload.operation);

/** How many of the first operations are of each verb. */
const verbsOf = (workload: Workload) =>
  Object.fromEntries(
    [...Map.groupBy(operationsOf(workload), ({ f }) => f)].map(([f, own]) => [f, own.length]),
  );

test.each(all)('%s speaks the vocabulary that its measures understand', (name, make, schema) => {
  const workload = make();
  expect(workload).toMatchObject({ name, vocabulary: name });
  for (const operation of operationsOf(workload)) {
    expect(schema.safeParse(operation), JSON.stringify(operation)).toMatchObject({ success: true });
  }
});

test.each(all)('%s asks the same of the same id, in any order', (_, make) => {
  const [one, other] = [make(), make()];
  const backwards = IDS.toReversed().map(other.operation).toReversed();
  expect(backwards).toEqual(operationsOf(one));
});

test.each(all)('%s takes the options that all take', (_, make) => {
  const options = {
    name: 'mine',
    ratePerSecond: 7,
    lanes: 2,
    deadlineMs: 300,
    timeoutMs: 400,
  };
  expect(make({ ...options, on: 'elsewhere' })).toMatchObject({ ...options, system: 'elsewhere' });
  expect(make({ deadlineMs: 300 })).toMatchObject({ timeoutMs: 300 });
});

test('a queue is sent two messages for each receive, each message once', () => {
  const operations = operationsOf(queue());
  const sent = operations.filter(({ f }) => f === 'send').map(({ value }) => value);
  expect(verbsOf(queue())).toEqual({ send: 1_334, receive: 666 });
  expect(new Set(sent).size).toBe(sent.length);
});

test('a register is read half of the time, and left after so many operations', () => {
  const verbs = verbsOf(register());
  expect(verbs['read']).toBeGreaterThan(900);
  expect(verbs['read']).toBeLessThan(1_100);
  expect(verbs['cas']).toBeGreaterThan(250);
  const keys = registerOperations({ keys: 4, operationsPerKey: 50 }).map(([key]) => key);
  const counts = [...Map.groupBy(keys, (key) => key).values()].map(({ length }) => length);
  expect(Math.max(...counts)).toBe(50);
  expect(counts.length).toBe(2_000 / 50);
});

test('a register is compared with what was last written to it, where nobody else is quicker', () => {
  const held = new Map<unknown, unknown>();
  for (const { f, value } of operationsOf(register())) {
    const [key, second, third] = value as number[];
    if (f === 'cas') expect(second).toBe(held.get(key) ?? null);
    if (f !== 'read') held.set(key, f === 'cas' ? third : second);
  }
});

const registerOperations = (options: Parameters<typeof register>[0]) =>
  operationsOf(register(options)).map(({ value }) => value as number[]);

test('transactions are short, append each number once, and leave their lists', () => {
  const transactions = operationsOf(listAppend()).map(({ value }) => value as unknown[][]);
  const lengths = new Set(transactions.map(({ length }) => length));
  expect([...lengths].toSorted()).toEqual([1, 2, 3, 4]);
  const appends = transactions.flat().filter(([f]) => f === 'append');
  expect(new Set(appends.map(([, , value]) => value)).size).toBe(appends.length);
  const perKey = [...Map.groupBy(appends, ([, key]) => key).values()];
  expect(perKey.length).toBe((2_000 / 250) * 8);
  expect(Math.max(...perKey.map(({ length }) => length))).toBeLessThan(80);
});

test('a bank moves money between two different accounts of those that it has', () => {
  const { settings } = bank({ accounts: 3, total: 30 });
  expect(settings).toEqual({ accounts: 3, total: 30, locks: 'for-update', thinkMs: 0 });
  for (const { f, value } of operationsOf(bank({ accounts: 3 }))) {
    if (f === 'read') continue;
    const [from = -1, to = -1, amount = 0] = value as number[];
    expect([0, 1, 2]).toEqual(expect.arrayContaining([from, to]));
    expect(from).not.toBe(to);
    expect(amount).toBeGreaterThanOrEqual(1);
    expect(amount).toBeLessThanOrEqual(5);
  }
});

test('objects are written in turn, in versions that grow, and deleted only on demand', () => {
  const versions = new Map<unknown, number>();
  for (const { f, value } of operationsOf(objects())) {
    const [name, version = -1] = value as number[];
    if (f === 'write') {
      expect(version).toBeGreaterThan(versions.get(name) ?? -1);
      versions.set(name, version);
    }
  }
  expect(versions.size).toBe(20);
  expect(verbsOf(objects())).toEqual({ write: 1_000, read: 1_000 });
  expect(verbsOf(objects({ deleteEvery: 10 }))).toEqual({ write: 900, delete: 100, read: 1_000 });
});

test('blocks are written as objects are, and each write is flushed unless told otherwise', () => {
  const { settings, ...usual } = block();
  expect(settings).toEqual({ blocks: 20, imageMiB: 80 });
  expect(operationsOf(usual)).toEqual(operationsOf(objects()));
  const seldom = block({ flushEvery: 10 });
  expect(verbsOf(seldom)).toEqual({ write: 100, 'write-unflushed': 900, read: 1_000 });
  const verbs = operationsOf(seldom).map(({ f }) => f);
  expect(verbs.filter((f) => f !== 'read').indexOf('write')).toBe(9);
});

test.each([
  [{ blocks: 0 }, 'block: expected 1 to 0 blocks (imageMiB 0, 256 each), found 0'],
  [
    { blocks: 257, imageMiB: 1 },
    'block: expected 1 to 256 blocks (imageMiB 1, 256 each), found 257',
  ],
  [{ imageMiB: 0.5 }, 'block: expected 1 to 128 blocks (imageMiB 0.5, 256 each), found 20'],
])('blocks that have no room on their image are refused: %j', (options, message) => {
  expect(() => block(options)).toThrow(message);
});

test('a url is asked at a pace that a stranger stands, and is no edge’s', () => {
  const url = 'http://web:80/healthz?deep=1';
  const asked = requests({ url });
  expect(asked).toMatchObject({ system: 'project', settings: { url }, ratePerSecond: 20 });
  expect(asked.operation(3)).toEqual({ f: 'get', value: url });
  expect(requests({ url, ratePerSecond: 100 })).toMatchObject({ ratePerSecond: 100 });
  expect(() => requests({ url, path: '/' })).toThrow('expected none beside a url');
  expect(() => requests({ url: 'http://me:secret@web/' })).toThrow('no name and no password');
});

test('requests ask for what they are told to', () => {
  expect(requests().operation(3)).toEqual({ f: 'get', value: null });
  expect(requests({ path: '/healthz' }).operation(3)).toEqual({ f: 'get', value: '/healthz' });
});
