import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureFolder } from '../core/package-folder.ts';
import type { PredictedPart, Prediction } from './galera.ts';
import { type Layers, layeredFiles } from './layers.ts';

/** What a Keystone stands on, and how long that is away when a machine goes silent. */
export interface BelowKeystone {
  /** At most, ms: predictGaleraSilence. */
  readonly databaseMs: number;
  /** The addresses that users come to and the database has: predictEdgeLoss. */
  readonly addressMs: number;
}

/** oslo.cache's default. */
const SOCKET_TIMEOUT_S = 1;

/** A Keystone both of whose processes hung was taken for down: `rise 2`, `downinter 1s` and a check, as our files have it. */
const UP_AGAIN_MS = 3_000;

/** A client waits for an answer that does not come: lib/workloads/patience.ts. */
const CLIENT_MS = 5_000;

/**
 * How long Keystone is away behind addresses of which one machine, with a database node and a
 * memcached, goes silent: until the later of address and database is back, unless a process still waits
 * for the answer of a query that it sent to the lost machine (`read_timeout`, PyMySQL; without it
 * nothing ends that: Infinity). Then each process waits for the lost memcached once.
 */
export function predictKeystoneSilence(
  { databaseMs, addressMs }: BelowKeystone,
  config: Layers = fixtureFolder('keystone'),
): Prediction {
  const text = textOf(config);
  const belowMs = Math.max(databaseMs, addressMs);
  const readMs = (numberIn(text, READ_TIMEOUT) ?? Number.POSITIVE_INFINITY) * 1_000;
  const cacheMs = (numberIn(text, CACHE_TIMEOUT) ?? SOCKET_TIMEOUT_S) * 1_000;
  const parts: readonly PredictedPart[] = [
    { part: 'detected', knob: 'database and addresses', minMs: 0, maxMs: belowMs },
    {
      part: 'detected',
      knob: 'read_timeout',
      minMs: 0,
      // The last such query is sent when the address is about to move.
      maxMs: Math.max(0, addressMs + readMs - belowMs),
    },
    { part: 'decided', knob: 'memcache_socket_timeout', minMs: 0, maxMs: cacheMs },
    { part: 'decided', knob: 'rise', minMs: 0, maxMs: UP_AGAIN_MS },
    { part: 'clients back', knob: 'patience of a client', minMs: 0, maxMs: CLIENT_MS },
  ];
  return { minMs: 0, maxMs: parts.reduce((sum, { maxMs }) => sum + maxMs, 0), parts };
}

const READ_TIMEOUT = /^\s*connection_parameters\s*=.*\bread_timeout=(\S+?)(?:&.*)?$/gm;
const CACHE_TIMEOUT = /^\s*memcache_socket_timeout\s*=\s*(\S+)/gm;

/** As oslo.config reads them: keystone.conf, then keystone.conf.d in the order of its names. */
function textOf(layers: Layers): string {
  const folders = [layers].flat();
  const further = layeredFiles(
    folders.flatMap((folder) =>
      readdirSync(folder).includes('keystone.conf.d') ? [join(folder, 'keystone.conf.d')] : [],
    ),
  );
  const names = [...further.keys()].filter((name) => name.endsWith('.conf')).toSorted();
  return [layeredFiles(folders).get('keystone.conf'), ...names.map((name) => further.get(name))]
    .flatMap((path) => (path === undefined ? [] : readFileSync(path, 'utf8')))
    .join('\n');
}

/** The last value of a key; it wins. */
function numberIn(text: string, line: RegExp): number | undefined {
  const found = [...text.matchAll(line)].at(-1)?.[1];
  if (found === undefined) return undefined;
  const value = Number(found);
  if (value > 0) return value;
  throw new RangeError(`${line.source}: expected a number of seconds, found '${found}'`);
}
