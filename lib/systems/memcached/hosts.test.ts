import { describe, expect, test } from 'vitest';
import { type Hosts, hostsFor } from './hosts.ts';
import { hashClient, type MemcachedClient, memcachePool } from './settings.ts';

const all = ['a', 'b', 'c'];

/** A key of that host, while all are alive. */
function keyOf(host: string): string {
  const whole = hostsFor(all, hashClient, 0);
  for (let number = 0; ; number += 1) {
    if (whole.hostFor(`${number}`, 0) === host) return `${number}`;
  }
}

const key = keyOf('a');
const opened = (changes: Partial<MemcachedClient> = {}): Hosts =>
  hostsFor(all, { ...hashClient, ...changes }, 0);

/** One operation on the key while `a` is away: who was asked for it, or nobody. */
function operate(hosts: Hosts, now: number): string {
  const host = hosts.hostFor(key, now) ?? 'no host';
  if (host === 'no host') return host;
  if (!hosts.asks(host, now)) return 'nobody';
  if (host === 'a') hosts.failed(host, now);
  else hosts.served(host);
  return host;
}

const operateAt = (hosts: Hosts, times: readonly number[]): readonly string[] =>
  times.map((now) => operate(hosts, now));

describe('a client like HashClient', () => {
  test('fails, waits, tries twice, asks once more, and goes elsewhere', () => {
    const asked = operateAt(opened(), [100, 200, 1_100, 1_101, 2_000, 2_102, 2_103, 2_104]);
    expect(asked).toEqual(['a', 'nobody', 'nobody', 'a', 'nobody', 'a', 'a', elsewhere()]);
  });

  test('goes on as before with a host that answers again in time', () => {
    const hosts = opened();
    operateAt(hosts, [100, 1_200]);
    expect([hosts.hostFor(key, 2_300), hosts.asks('a', 2_300)]).toEqual(['a', true]);
    hosts.served('a');
    expect(hosts.asks('a', 2_301)).toBe(true);
    // It begins anew: one failure makes it wait.
    hosts.failed('a', 2_301);
    expect(hosts.asks('a', 2_302)).toBe(false);
  });

  test('takes a dead host back after dead_timeout, at the latest after twice that', () => {
    const hosts = opened({ deadTimeoutMs: 10_000 });
    operateAt(hosts, [100, 1_101, 2_102, 2_103]);
    // It looks at 10.1 s, when the host has been dead for 8 s, and then only 10 s later.
    expect(operateAt(hosts, [10_100, 12_200, 20_100])).not.toContain('a');
    expect(operate(hosts, 20_101)).toBe('a');
  });

  test('does not forget what a host had failed before: it is dead again one wait sooner', () => {
    const hosts = opened({ deadTimeoutMs: 10_000 });
    operateAt(hosts, [100, 1_101, 2_102, 2_103, 10_100]);
    const asked = operateAt(hosts, [20_101, 20_200, 21_102, 21_103, 21_104]);
    expect(asked).toEqual(['a', 'nobody', 'a', 'a', elsewhere()]);
  });
});

/** Where the key goes when `a` is gone. */
function elsewhere(): string {
  const hosts = hostsFor(['b', 'c'], hashClient, 0);
  return hosts.hostFor(key, 0) ?? 'no host';
}

test('a client like oslo’s pool goes elsewhere after one failure', () => {
  expect(operateAt(opened(memcachePool), [100, 101])).toEqual(['a', elsewhere()]);
});

test('a client that keeps dead hosts asks again and again', () => {
  const hosts = opened({ hashing: 'keeps-dead-hosts' });
  expect(operateAt(hosts, [100, 101, 5_000, 100_000])).toEqual(['a', 'a', 'a', 'a']);
});

test('where every host is dead, none is asked', () => {
  const hosts = hostsFor(['a'], memcachePool, 0);
  expect(operateAt(hosts, [100, 101])).toEqual(['a', 'no host']);
});
