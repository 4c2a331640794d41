import { readFileSync } from 'node:fs';
import { fixtureFolder } from '../core/package-folder.ts';
import type { PredictedPart, Prediction } from './galera.ts';
import { layeredFiles } from './layers.ts';

/** A recovery time, and what it does not hold. */
export interface RedisPrediction extends Prediction {
  /** What each election that nobody wins adds: two sentinels asked for votes at one time. */
  readonly lostElectionMs: number;
}

/** How far apart a primary that is cut off and its clients may go on acknowledging what is lost. */
export interface LossWindow {
  /** Infinite where nothing bounds it. */
  readonly maxMs: number;
  readonly knob: string;
}

export interface RedisConfiguration {
  /** The operator's folder with redis.conf and sentinel.conf; fixtures/redis if it is not given. */
  readonly config?: string;
  /** Folders whose files come on top. */
  readonly overlays?: readonly string[];
}

/** The product's own defaults: sentinel.conf and redis.conf of Redis 7.0. */
const DOWN_AFTER_MS = 30_000;
const FAILOVER_TIMEOUT_MS = 180_000;
const MAX_LAG_SECONDS = 10;

/** Sentinel's own periods, which no file changes: sentinel.c, SENTINEL_PING_PERIOD and its neighbours. */
const PING_MS = 1_000;
const ASK_MS = 1_000;
const INFO_MS = 1_000;
const PROMOTION_MS = 1_000;

/** A lane gives up a silent server, backs off, gives up a silent sentinel and asks the next one. */
const CLIENT_MS = 1_000;

/**
 * How long writes stop when the primary dies: it is missed from the first ping that it does not
 * answer, a quorum agrees, one sentinel is elected, and promotes a replica.
 */
export function predictRedisLoss(configuration: RedisConfiguration = {}): RedisPrediction {
  const text = textOf('sentinel', configuration);
  const down = numberIn(text, /^sentinel down-after-milliseconds \S+ (\S+)/gm) ?? DOWN_AFTER_MS;
  const timeout = numberIn(text, /^sentinel failover-timeout \S+ (\S+)/gm) ?? FAILOVER_TIMEOUT_MS;
  const parts: readonly PredictedPart[] = [
    { part: 'detected', knob: 'ping period', minMs: 0, maxMs: PING_MS },
    { part: 'detected', knob: 'down-after-milliseconds', minMs: down - PING_MS, maxMs: down },
    { part: 'decided', knob: 'quorum: ask period', minMs: 0, maxMs: ASK_MS },
    { part: 'decided', knob: 'election, choice of a replica', minMs: 0, maxMs: PROMOTION_MS },
    { part: 'decided', knob: 'promotion: INFO period', minMs: 0, maxMs: INFO_MS },
    { part: 'clients back', knob: 'reconnect through sentinels', minMs: 0, maxMs: CLIENT_MS },
  ];
  return {
    minMs: parts.reduce((sum, { minMs }) => sum + minMs, 0),
    maxMs: parts.reduce((sum, { maxMs }) => sum + maxMs, 0),
    parts,
    lostElectionMs: 2 * timeout,
  };
}

/**
 * For how long a primary that its replicas no longer hear goes on acknowledging. It counts whole
 * seconds since it last heard one, and looks once a second.
 */
export function predictRedisLossWindow(configuration: RedisConfiguration = {}): LossWindow {
  const text = textOf('redis', configuration);
  const wanted = numberIn(text, /^min-replicas-to-write (\S+)/gm) ?? 0;
  const knob = 'min-replicas-max-lag';
  if (wanted === 0) return { maxMs: Number.POSITIVE_INFINITY, knob };
  const lag = numberIn(text, /^min-replicas-max-lag (\S+)/gm) ?? MAX_LAG_SECONDS;
  return { maxMs: (lag + 2) * 1_000, knob };
}

/** The files of one service, in the order in which images/redis reads them. */
function textOf(
  service: 'redis' | 'sentinel',
  { config = fixtureFolder('redis'), overlays = [] }: RedisConfiguration,
): string {
  const files = layeredFiles([config, ...overlays]);
  const further = [...files.keys()]
    .filter((name) => name.startsWith(`${service}-`) && name.endsWith('.conf'))
    .toSorted();
  return [`${service}.conf`, ...further]
    .flatMap((name) => files.get(name) ?? [])
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

/** The last value of a line; it wins. */
function numberIn(text: string, line: RegExp): number | undefined {
  const found = [...text.matchAll(line)].at(-1)?.[1];
  if (found === undefined) return undefined;
  if (/^\d+$/.test(found)) return Number(found);
  throw new RangeError(`${line.source}: expected a whole number, found '${found}'`);
}
