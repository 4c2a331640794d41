import { relative } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.ts';
import { folder, folders } from '../../core/folder-schema.ts';
import type { Host } from '../../core/machine.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { recipe } from '../../core/recipe.ts';
import type { Topology } from '../../core/topology.ts';
import { formKeystone, stopKeystone } from './form.ts';
import { KEYSTONE } from './names.ts';
import { keystonePlan } from './plan.ts';
import { keystoneProjects } from './projects.ts';
import { keystoneRedundancy } from './redundancy.ts';
import { keystoneTokens } from './tokens.ts';
import { watchKeystone } from './watch.ts';

const optionsSchema = z.strictObject({
  nodes: z.int().exactOptional().describe('How many machines run one.'),
  config: folder.optional().describe('Folder with keystone.conf and uwsgi.ini.'),
  overlays: folders.exactOptional().describe('Folders whose files come on top of those.'),
});

/** What no file can say. */
interface Further {
  /** Where a machine's Keystone finds its database, as `host` or `host:port`; by default beside it. */
  readonly database: (self: Host, all: readonly Host[]) => string;
  /** Which memcacheds it caches in, as `host:port`; none by default: no cache. */
  readonly memcached: (self: Host, all: readonly Host[]) => readonly string[];
  /** Where clients go, as `host` or `host:port`, one after another; by default to every machine. */
  readonly endpoints: (machines: readonly Host[]) => readonly string[];
  /** The copy of the database that is read in the end for a machine; by default the one on it. */
  readonly copy: (self: Host) => string;
}

export type KeystoneOptions = z.output<typeof optionsSchema> & Partial<Further>;

/**
 * OpenStack's identity service: any number of equal nodes that keep everything in one database,
 * which is another system's: put on the same machines, or elsewhere.
 */
export const keystone = recipe({ word: 'keystone', options: optionsSchema, make: keystones });

function keystones({
  nodes = 3,
  config,
  overlays = [],
  database = ({ address }) => address,
  memcached = () => [],
  endpoints = (machines) => machines.map(({ address }) => address),
  copy = ({ address }) => address,
}: KeystoneOptions): Topology {
  assertNodes(nodes);
  const files = config ?? fixtureFolder(KEYSTONE);
  return {
    name: KEYSTONE,
    settings: { nodes, config: [files, ...overlays].map(fromHere).join(' + ') },
    machines: Array.from({ length: nodes }, (_, index) => ({
      name: `${KEYSTONE}-${index + 1}`,
      services: [keystonePlan({ config: files, overlays, database, memcached, number: index + 1 })],
    })),
    systems: [
      {
        name: KEYSTONE,
        form: formKeystone,
        stop: stopKeystone,
        watch: watchKeystone,
        redundancy: keystoneRedundancy,
        vocabularies: {
          set: keystoneProjects({ endpoints, copy }),
          requests: keystoneTokens({ endpoints }),
        },
      },
    ],
  };
}

/** As a person in the project's folder would write it. */
const fromHere = (path: string): string => relative(packageFolder, path);

function assertNodes(nodes: number): void {
  if (Number.isInteger(nodes) && nodes >= 1 && nodes <= 7) return;
  throw new UsageError(`keystone nodes: expected 1 to 7, found ${nodes}`, {
    hint: 'They know nothing of each other: two are as good as three, as long as one can be lost.',
  });
}
