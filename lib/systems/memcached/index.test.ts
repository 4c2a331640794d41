import { expect, test } from 'vitest';
import { memcached } from './index.ts';
import { assertKey } from './limits.ts';

test('each machine has one service, which assumes nothing about it', () => {
  const { machines } = memcached({ nodes: 2 });
  expect(machines.map(({ name }) => name)).toEqual(['memcached-1', 'memcached-2']);
  for (const { services } of machines) {
    expect(services).toMatchObject([{ name: 'memcached', system: 'memcached', port: 11211 }]);
  }
});

test('the settings of its clients are in the report', () => {
  expect(memcached({ client: { retryAttempts: 5 } }).settings).toMatchObject({
    hashing: 'removes-dead-hosts',
    retryAttempts: 5,
    deadTimeoutMs: 60_000,
  });
});

test.each([
  [{ nodes: 0 }, 'memcached nodes: expected a whole number from 1 to 7, found 0'],
  [{ config: '/nowhere' }, '/nowhere is none'],
  [
    { client: { deadTimeoutMs: -1 } },
    'memcached client: expected deadTimeoutMs from 0 on, found -1',
  ],
])('%j is refused', (options, message) => {
  expect(() => memcached(options)).toThrow(message);
});

test.each([
  ['k'.repeat(251), `memcached key: expected 1 to 250 bytes, found 251 ('${'k'.repeat(40)}…')`],
  ['ü'.repeat(126), 'found 252'],
  ['', 'memcached key: expected 1 to 250 bytes, found 0'],
  ['a key', "memcached key: expected no spaces and control characters, found some ('a key')"],
])('the key %s is refused', (key, message) => {
  expect(() => assertKey(key)).toThrow(message);
});

test('a key of 250 bytes is none too long', () => {
  expect(() => assertKey('k'.repeat(250))).not.toThrow();
});
