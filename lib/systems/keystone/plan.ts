import { readdirSync } from 'node:fs';
import { UsageError } from '../../core/errors.ts';
import type { Host } from '../../core/machine.ts';
import type { ServicePlan } from '../../core/topology.ts';
import { API_PORT, databaseAccount, KEYSTONE } from './names.ts';

export interface KeystonePlanOptions {
  /** Folder with the operator's keystone.conf and uwsgi.ini. */
  readonly config: string;
  /** Folders whose files come on top. */
  readonly overlays: readonly string[];
  /** Where its database is, as `host` or `host:port`. */
  readonly database: (self: Host, all: readonly Host[]) => string;
  /** Its memcacheds, as `host:port`; none turns the cache off. */
  readonly memcached: (self: Host, all: readonly Host[]) => readonly string[];
  /** Which node this is, counted from 1: the first fills an empty database. */
  readonly number: number;
}

const FILES = ['keystone.conf', 'uwsgi.ini'];

/** Keystone as a service; what its files can not know it takes from oslo.config's environment. */
export function keystonePlan({
  config,
  overlays,
  database,
  memcached,
  number,
}: KeystonePlanOptions): ServicePlan {
  assertFiles(config);
  const { user, password, database: schema } = databaseAccount;
  return {
    name: KEYSTONE,
    system: KEYSTONE,
    image: KEYSTONE,
    port: API_PORT,
    environment: (self, all) => ({
      KEYSTONE_ADDRESS: self.address,
      KEYSTONE_SEEDS: number === 1 ? 'yes' : 'no',
      OS_DATABASE__CONNECTION: `mysql+pymysql://${user}:${password}@${database(self, all)}/${schema}`,
      ...cacheAt(memcached(self, all)),
    }),
    config: { folder: config, overlays, target: '/etc/keystone' },
    data: [],
    arguments: () => [],
    memoryMiB: 320,
  };
}

const cacheAt = (servers: readonly string[]): Readonly<Record<string, string>> =>
  servers.length === 0
    ? { OS_CACHE__ENABLED: 'false' }
    : { OS_CACHE__MEMCACHE_SERVERS: servers.join(',') };

function assertFiles(folder: string): void {
  const found = listFolder(folder);
  const missing = FILES.filter((name) => !found.includes(name));
  if (missing.length === 0) return;
  throw new UsageError(
    `keystone config: expected ${FILES.join(' and ')} in ${folder}, missing: ${missing.join(', ')}`,
    { hint: 'fixtures/keystone is an example.' },
  );
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UsageError(`keystone config: expected a folder of files, ${folder} is none`, {
      hint: 'fixtures/keystone is an example.',
      cause,
    });
  }
}
