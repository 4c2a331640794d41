import { hostOf } from './ring.ts';
import type { MemcachedClient } from './settings.ts';

/** What one client believes of the hosts; another one may believe otherwise at the same time. */
export interface Hosts {
  /** Where a key belongs now; undefined where every host is dead. */
  hostFor(key: string, now: number): string | undefined;
  /** Whether that host is asked, or left alone until it is tried again. */
  asks(host: string, now: number): boolean;
  served(host: string): void;
  failed(host: string, now: number): void;
}

/** Keeps to the hosts that there are, whatever they do. */
export const keepDeadHosts = (all: readonly string[]): Hosts => ({
  hostFor: (key) => hostOf(key, all),
  asks: () => true,
  served: () => undefined,
  failed: () => undefined,
});

interface Failing {
  /** Beside the first failure. */
  attempts: number;
  failedAt: number;
}

/**
 * Takes dead hosts out, step by step as pymemcache's HashClient does (client/hash.py of 3.5):
 *
 * - a host that failed is left alone for `retryTimeoutMs`, then tried again, `retryAttempts` times;
 * - whoever asks it after that takes it out of the ring, and asks it one last time all the same;
 * - once in `deadTimeoutMs` the client looks whether a host has been dead for that long: so it is
 *   back after at least that, and at most twice that. What it failed before is not forgotten.
 */
export function removeDeadHosts(
  all: readonly string[],
  { retryAttempts, retryTimeoutMs, deadTimeoutMs }: MemcachedClient,
  openedAt: number,
): Hosts {
  const failing = new Map<string, Failing>();
  const dead = new Map<string, number>();
  let lookedAt = openedAt;

  const remove = (host: string, now: number): void => {
    failing.delete(host);
    dead.set(host, now);
  };
  const bringBack = (now: number): void => {
    if (dead.size === 0 || now - lookedAt <= deadTimeoutMs) return;
    lookedAt = now;
    for (const [host, since] of dead) if (now - since > deadTimeoutMs) dead.delete(host);
  };

  return {
    hostFor: (key, now) => {
      bringBack(now);
      return hostOf(
        key,
        all.filter((host) => !dead.has(host)),
      );
    },
    asks: (host, now) => {
      const known = failing.get(host);
      if (known === undefined) return true;
      if (known.attempts < retryAttempts) return now - known.failedAt > retryTimeoutMs;
      remove(host, now);
      return true;
    },
    served: (host) => {
      failing.delete(host);
    },
    failed: (host, now) => {
      const known = failing.get(host);
      if (known !== undefined) {
        known.attempts += 1;
        known.failedAt = now;
      } else if (retryAttempts > 0) {
        failing.set(host, { attempts: 0, failedAt: now });
      } else {
        remove(host, now);
      }
    },
  };
}

export const hostsFor = (
  all: readonly string[],
  client: MemcachedClient,
  openedAt: number,
): Hosts => {
  switch (client.hashing) {
    case 'keeps-dead-hosts':
      return keepDeadHosts(all);
    case 'removes-dead-hosts':
      return removeDeadHosts(all, client, openedAt);
  }
};
