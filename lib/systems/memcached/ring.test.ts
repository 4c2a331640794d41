import { expect, test } from 'vitest';
import { cache } from '../../workloads/cache.ts';
import { hostOf } from './ring.ts';

const hosts = ['memcached-1', 'memcached-2', 'memcached-3'];
const keys = Array.from({ length: 3_000 }, (_, key) => `token/${key}`);

test('every host has about as many keys', () => {
  const ofEach = Map.groupBy(keys, (key) => hostOf(key, hosts));
  for (const host of hosts) {
    expect(ofEach.get(host)?.length).toBeGreaterThan(900);
    expect(ofEach.get(host)?.length).toBeLessThan(1_100);
  }
});

test('where a host goes, only its own keys go elsewhere', () => {
  const [, ...left] = hosts;
  for (const key of keys) {
    const before = hostOf(key, hosts);
    const after = hostOf(key, left);
    if (before === 'memcached-1') expect(left).toContain(after);
    else expect(after).toBe(before);
  }
});

test('the order of the hosts does not matter', () => {
  for (const key of keys) expect(hostOf(key, hosts.toReversed())).toBe(hostOf(key, hosts));
});

test('where there is no host, there is none for a key', () => {
  expect(hostOf('token/1', [])).toBeUndefined();
});

/** What the suite's prediction rests on: suites/memcached.ts, `pace`. */
test('no client of the workload passes a host of three more than seven times in a row', () => {
  const { lanes, operation } = cache();
  const missed = (host: string, lane: number): number => {
    let longest = 0;
    let run = 0;
    for (let id = lane; id < 1_000; id += lanes) {
      const { value } = operation(id);
      const key = Array.isArray(value) ? value[0] : 'none';
      run = hostOf(`token/${key}`, hosts) === host ? 0 : run + 1;
      longest = Math.max(longest, run);
    }
    return longest;
  };
  const clients = Array.from({ length: lanes }, (_, lane) => lane);
  const runs = hosts.flatMap((host) => clients.map((lane) => missed(host, lane)));
  expect(Math.max(...runs)).toBe(7);
});
