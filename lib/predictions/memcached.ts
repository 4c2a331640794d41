import type { PredictedPart, Prediction } from './galera.ts';

/** How a client goes on when a host does not answer: lib/systems/memcached/settings.ts. */
export interface MemcachedClientFacts {
  readonly retryAttempts: number;
  readonly retryTimeoutMs: number;
  readonly socketTimeoutMs: number;
}

export interface MemcachedLoss {
  /**
   * `refuses`: the process is dead, its kernel is not. `silent`: the machine has no power, no link, or
   * the process hangs.
   */
  readonly host: 'refuses' | 'silent';
  /** At most so long after one need for the lost host a client needs it again: its pace, and its keys. */
  readonly askedEveryMs: number;
}

/** A stall, and what comes back. */
export interface MemcachedPrediction extends Prediction {
  /** What each later try of a host that is still away adds, once in `deadTimeoutMs` or up to twice that. */
  readonly againMs: number;
}

/**
 * For how long keys of a lost host have no cache: until every client has taken it out. A client
 * fails once, and once more after each `retryTimeoutMs`; where it retries at all, then one last time
 * (lib/systems/memcached/hosts.ts). A client that keeps dead hosts has no such bound.
 */
export function predictMemcachedLoss(
  { retryAttempts, retryTimeoutMs, socketTimeoutMs }: MemcachedClientFacts,
  { host, askedEveryMs }: MemcachedLoss,
): MemcachedPrediction {
  const failures = retryAttempts === 0 ? 1 : retryAttempts + 2;
  const failureMs = host === 'silent' ? socketTimeoutMs : 0;
  const waitsMs = retryAttempts * retryTimeoutMs;
  const parts: readonly PredictedPart[] = [
    {
      part: 'detected',
      knob: `socket timeout x ${failures}`,
      minMs: failures * failureMs,
      maxMs: failures * failureMs,
    },
    {
      part: 'decided',
      knob: `retry_timeout x retry_attempts (${retryAttempts})`,
      minMs: waitsMs,
      maxMs: waitsMs,
    },
    {
      part: 'decided',
      knob: `pace of a client: ${failures} requests that meet the host`,
      minMs: 0,
      maxMs: failures * askedEveryMs,
    },
    { part: 'clients back', knob: 'the next request', minMs: 0, maxMs: askedEveryMs },
  ];
  return {
    minMs: parts.reduce((sum, { minMs }) => sum + minMs, 0),
    maxMs: parts.reduce((sum, { maxMs }) => sum + maxMs, 0),
    parts,
    againMs: againMs(retryAttempts, retryTimeoutMs, askedEveryMs + failureMs),
  };
}

/** What failed before is not forgotten: one wait less. */
const againMs = (retryAttempts: number, retryTimeoutMs: number, failureMs: number): number =>
  (retryAttempts + 1) * failureMs + Math.max(0, retryAttempts - 1) * retryTimeoutMs;
