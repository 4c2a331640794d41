import { relative } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.ts';
import { folder, folders } from '../../core/folder-schema.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { recipe } from '../../core/recipe.ts';
import type { Topology } from '../../core/topology.ts';
import { formRedis, stopRedis } from './form.ts';
import { sentinelPlan, serverPlan } from './plan.ts';
import { REDIS } from './port.ts';
import { redisRedundancy } from './redundancy.ts';
import { redisRegister } from './register.ts';
import { redisSet } from './set.ts';
import { watchRedis } from './watch.ts';

const optionsSchema = z.strictObject({
  replicas: z.int().exactOptional().describe('Beside the primary; each on a machine of its own.'),
  sentinels: z
    .int()
    .exactOptional()
    .describe('On how many of the machines, from the first on, there is a sentinel.'),
  quorum: z.int().optional().describe("In place of the one in the operator's sentinel.conf."),
  config: folder.optional().describe("Folder with the operator's redis.conf and sentinel.conf."),
  overlays: folders.exactOptional().describe('Folders whose files come on top of those.'),
  rejoin: z
    .enum(['as-it-was', 'ask-sentinels'])
    .exactOptional()
    .describe(
      'What a server does when it is started again: come back in the role that its own file says, or ask the sentinels of the other machines first.',
    ),
  clients: z
    .enum(['sentinel', 'direct'])
    .exactOptional()
    .describe(
      'sentinel asks the sentinels for the primary; direct tries the servers in their order.',
    ),
});

export type RedisSentinelOptions = z.output<typeof optionsSchema>;

/** Redis with Sentinel: one primary takes writes, replicas follow, sentinels replace the primary. */
export const redisSentinel = recipe({
  word: 'redis-sentinel',
  options: optionsSchema,
  make: redisGroup,
});

function redisGroup({
  replicas = 2,
  sentinels = 3,
  quorum,
  config,
  overlays = [],
  rejoin = 'as-it-was',
  clients = 'sentinel',
}: RedisSentinelOptions): Topology {
  const servers = replicas + 1;
  assertCount('replicas', replicas, 1, 6);
  assertCount('sentinels', sentinels, 1, servers);
  if (quorum !== undefined) assertCount('quorum', quorum, 1, sentinels);
  const files = config ?? fixtureFolder(REDIS);
  const group = { config: files, overlays, sentinels, quorum, rejoin };
  return {
    name: REDIS,
    settings: {
      replicas,
      sentinels,
      quorum: quorum ?? 'as configured',
      config: [config ?? 'fixtures/redis', ...overlays.map(fromHere)].join(' + '),
      rejoin,
      clients,
    },
    machines: Array.from({ length: servers }, (_, index) => ({
      name: `${REDIS}-${index + 1}`,
      services: [serverPlan(group), ...(index < sentinels ? [sentinelPlan(group)] : [])],
    })),
    systems: [
      {
        name: REDIS,
        form: formRedis,
        stop: stopRedis,
        watch: watchRedis,
        redundancy: redisRedundancy,
        vocabularies: { set: redisSet(clients), register: redisRegister(clients) },
      },
    ],
  };
}

const fromHere = (path: string): string => relative(packageFolder, path);

function assertCount(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new UsageError(
    `redis ${name}: expected a whole number from ${least} to ${most}, found ${value}`,
    { hint: 'A sentinel needs a machine with a server; a quorum, that many sentinels.' },
  );
}
