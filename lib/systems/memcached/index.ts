import { relative } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.ts';
import { folder, folders } from '../../core/folder-schema.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { recipe } from '../../core/recipe.ts';
import type { Topology } from '../../core/topology.ts';
import { memcachedCache } from './cache.ts';
import { formMemcached, stopMemcached } from './form.ts';
import { memcachedPlan } from './plan.ts';
import { MEMCACHED } from './port.ts';
import { memcachedRedundancy } from './redundancy.ts';
import { differences, hashClient, type MemcachedClient } from './settings.ts';
import { watchMemcached } from './watch.ts';

const optionsSchema = z.strictObject({
  nodes: z.int().exactOptional().describe('Servers, each on a machine of its own.'),
  config: folder.optional().describe("Folder with the operator's memcached.conf."),
  overlays: folders.exactOptional().describe('Folders whose files come on top of that.'),
  client: differences
    .exactOptional()
    .describe("What differs from pymemcache's HashClient by its defaults."),
});

export type MemcachedOptions = z.output<typeof optionsSchema>;

/** memcached: servers that know nothing of each other, and clients that choose by the key. */
export const memcached = recipe({ word: 'memcached', options: optionsSchema, make: servers });

function servers({ nodes = 3, config, overlays = [], client }: MemcachedOptions): Topology {
  assertNodes(nodes);
  const clients = { ...hashClient, ...client };
  assertClient(clients);
  const plan = memcachedPlan({ config: config ?? fixtureFolder(MEMCACHED), overlays });
  return {
    name: MEMCACHED,
    settings: {
      nodes,
      config: [config ?? 'fixtures/memcached', ...overlays.map(fromHere)].join(' + '),
      ...clients,
    },
    machines: Array.from({ length: nodes }, (_, index) => ({
      name: `${MEMCACHED}-${index + 1}`,
      services: [plan],
    })),
    systems: [
      {
        name: MEMCACHED,
        form: formMemcached,
        stop: stopMemcached,
        watch: watchMemcached,
        redundancy: memcachedRedundancy,
        vocabularies: { cache: memcachedCache(clients) },
      },
    ],
  };
}

const fromHere = (path: string): string => relative(packageFolder, path);

function assertNodes(nodes: number): void {
  if (Number.isInteger(nodes) && nodes >= 1 && nodes <= 7) return;
  throw new UsageError(`memcached nodes: expected a whole number from 1 to 7, found ${nodes}`, {
    hint: 'Three are what a control plane has: one on each controller.',
  });
}

function assertClient({ hashing, ...numbers }: MemcachedClient): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isFinite(value) && value >= 0) continue;
    throw new UsageError(`memcached client: expected ${name} from 0 on, found ${value}`, {
      hint: 'All but retryAttempts are milliseconds.',
    });
  }
}
