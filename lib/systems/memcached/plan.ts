import { readdirSync } from 'node:fs';
import { UsageError } from '../../core/errors.ts';
import type { ServicePlan } from '../../core/topology.ts';
import { MEMCACHED, MEMCACHED_PORT } from './port.ts';

export interface MemcachedPlanOptions {
  /** Folder with the operator's memcached.conf. */
  readonly config: string;
  /** Folders whose files come on top: memcached-*.conf are read as well, and win. */
  readonly overlays: readonly string[];
}

/** A server: it keeps everything in memory, and knows of no other. */
export function memcachedPlan({ config, overlays }: MemcachedPlanOptions): ServicePlan {
  assertFile(config);
  return {
    name: MEMCACHED,
    system: MEMCACHED,
    image: MEMCACHED,
    port: MEMCACHED_PORT,
    environment: () => ({}),
    config: { folder: config, overlays, target: '/etc/memcached' },
    data: [],
    arguments: () => ['memcached-node'],
    memoryMiB: 80,
  };
}

function assertFile(folder: string): void {
  const found = listFolder(folder);
  if (found.includes('memcached.conf')) return;
  throw new UsageError(
    `memcached config: expected a folder with memcached.conf, found ${found.join(', ') || 'nothing'} in ${folder}`,
    { hint: 'fixtures/memcached is an example.' },
  );
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UsageError(
      `memcached config: expected a folder with memcached.conf, ${folder} is none`,
      { hint: 'fixtures/memcached is an example.', cause },
    );
  }
}
