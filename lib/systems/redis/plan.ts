import { readdirSync } from 'node:fs';
import { UsageError } from '../../core/errors.ts';
import type { Host } from '../../core/machine.ts';
import type { ServicePlan } from '../../core/topology.ts';
import { MASTER, REDIS, REDIS_PORT, SENTINEL, SENTINEL_PORT, SERVER } from './port.ts';

/**
 * What a server does when it is started again. `as-it-was`: it comes back in the role that its own
 * file says, as Debian's unit starts it; Sentinel corrects that later. `ask-sentinels`: it asks the
 * sentinels of the other machines first, as many operators' start scripts do.
 */
export type Rejoin = 'as-it-was' | 'ask-sentinels';

export interface RedisPlanOptions {
  /** Folder with the operator's redis.conf and sentinel.conf. */
  readonly config: string;
  /** Folders whose files come on top: redis-*.conf and sentinel-*.conf are read as well. */
  readonly overlays: readonly string[];
  /** How many machines, from the first on, have a sentinel. */
  readonly sentinels: number;
  readonly quorum: number | undefined;
  readonly rejoin: Rejoin;
}

/** A Redis server; the first machine's is the primary to begin with. */
export function serverPlan({ config, overlays, sentinels, rejoin }: RedisPlanOptions): ServicePlan {
  assertFile(config, 'redis.conf');
  return {
    name: SERVER,
    system: REDIS,
    image: REDIS,
    port: REDIS_PORT,
    environment: (self, all) => ({
      REDIS_SELF: self.address,
      REDIS_PRIMARY: primaryOf(all).address,
      REDIS_SENTINELS:
        rejoin === 'as-it-was' ? '' : addresses(all.slice(0, sentinels).filter(unless(self))),
      SENTINEL_MASTER: MASTER,
    }),
    config: { folder: config, overlays, target: '/etc/redis' },
    data: ['/var/lib/redis'],
    arguments: (self) => ['redis-node', '--replica-announce-ip', self.address],
    memoryMiB: 32,
  };
}

/** A sentinel beside a server, that begins with what a running group would have saved. */
export function sentinelPlan({
  config,
  overlays,
  sentinels,
  quorum,
}: RedisPlanOptions): ServicePlan {
  assertFile(config, 'sentinel.conf');
  return {
    name: SENTINEL,
    system: REDIS,
    image: REDIS,
    port: SENTINEL_PORT,
    environment: (self, all) => ({
      REDIS_SELF: self.address,
      REDIS_PRIMARY: primaryOf(all).address,
      REDIS_REPLICAS: addresses(all.filter(unless(primaryOf(all)))),
      SENTINEL_NAMES: all
        .slice(0, sentinels)
        .map(({ name, address }) => `${name}=${address}`)
        .join(' '),
      SENTINEL_MASTER: MASTER,
      SENTINEL_QUORUM: quorum === undefined ? '' : `${quorum}`,
    }),
    config: { folder: config, overlays, target: '/etc/redis' },
    data: ['/var/lib/sentinel'],
    arguments: () => ['sentinel-node'],
    memoryMiB: 16,
  };
}

function primaryOf([first]: readonly Host[]): Host {
  if (first === undefined) throw new RangeError('redis runs on no machine');
  return first;
}

const addresses = (hosts: readonly Host[]): string => hosts.map(({ address }) => address).join(' ');

const unless =
  (self: Host) =>
  ({ name }: Host): boolean =>
    name !== self.name;

function assertFile(folder: string, file: string): void {
  const found = listFolder(folder);
  if (found.includes(file)) return;
  throw new UsageError(
    `redis config: expected a folder with redis.conf and sentinel.conf, found ${found.join(', ') || 'nothing'} in ${folder}`,
    { hint: 'fixtures/redis is an example.' },
  );
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UsageError(
      `redis config: expected a folder with redis.conf and sentinel.conf, ${folder} is none`,
      { hint: 'fixtures/redis is an example.', cause },
    );
  }
}
