import { relative } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.ts';
import { folder, folders } from '../../core/folder-schema.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { recipe } from '../../core/recipe.ts';
import type { System } from '../../core/system.ts';
import type { Topology } from '../../core/topology.ts';
import { arbitrator, arbitratorPlan } from './arbitrator.ts';
import { galeraBank } from './bank.ts';
import { clustercheckPlan } from './clustercheck.ts';
import { formGalera, stopGalera } from './form.ts';
import { galeraListAppend } from './list-append.ts';
import { mariadbPlan } from './plan.ts';
import { ARBITRATOR, GALERA } from './port.ts';
import type { Through } from './session.ts';
import { galeraSet } from './set.ts';
import { galeraRedundancy, watchGalera } from './watch.ts';

const optionsSchema = z.strictObject({
  nodes: z
    .int()
    .exactOptional()
    .describe(
      'Machines, each with one MariaDB: 3, 5 or 7; an even number where arbitrators are given.',
    ),
  arbitrators: z
    .int()
    .optional()
    .describe('Machines, each with one garbd, that vote and keep no data.'),
  config: folder.optional().describe("Folder with the operator's *.cnf files."),
  overlays: folders.exactOptional().describe('Folders whose files come on top of those.'),
  clustercheck: z
    .enum(['yes', 'no'])
    .exactOptional()
    .describe('yes: each machine tells an HTTP check whether its node is synced, for a proxy.'),
});

/** What no file can say. */
interface Further {
  /** What is between clients and nodes; clients connect to the nodes themselves if it is not given. */
  readonly through: Through;
}

export type GaleraOptions = z.output<typeof optionsSchema> & Partial<Further>;

/** MariaDB with Galera: every node takes writes, a majority decides. */
export const galera = recipe({ word: 'galera', options: optionsSchema, make: galeraCluster });

function galeraCluster({
  nodes = 3,
  arbitrators,
  config,
  overlays = [],
  through,
  clustercheck = 'no',
}: GaleraOptions): Topology {
  assertVoters(nodes, arbitrators);
  const files = config ?? fixtureFolder(GALERA);
  const names = numbered(GALERA, nodes);
  const voters = numbered(ARBITRATOR, arbitrators ?? 0);
  const system: System = {
    name: GALERA,
    form: formGalera,
    stop: stopGalera,
    watch: watchGalera,
    redundancy: galeraRedundancy(nodes + voters.length),
    vocabularies: {
      set: galeraSet(through),
      bank: galeraBank(through),
      'list-append': galeraListAppend(through),
    },
  };
  return {
    name: GALERA,
    settings: {
      nodes,
      ...(arbitrators === undefined ? {} : { arbitrators }),
      config: [config ?? 'fixtures/galera', ...overlays.map(fromHere)].join(' + '),
      ...(through === undefined ? {} : { through: through.name }),
    },
    machines: [
      ...names.map((name, index) => ({
        name,
        services: [
          mariadbPlan({ config: files, overlays, number: index + 1, nodes }),
          ...(clustercheck === 'yes' ? [clustercheckPlan] : []),
        ],
      })),
      ...voters.map((name) => arbitratorPlan(name, nodes)),
    ],
    systems: voters.length > 0 ? [system, arbitrator] : [system],
  };
}

/** As a person in the project's folder would write it. */
const fromHere = (path: string): string => relative(packageFolder, path);

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);

function assertVoters(nodes: number, arbitrators: number | undefined): void {
  if (arbitrators === undefined && ![3, 5, 7].includes(nodes)) {
    throw new UsageError(`galera nodes: expected 3, 5 or 7, found ${nodes}`, {
      hint: 'An even number has no majority when it is halved: say how many arbitrators there are.',
    });
  }
  if (!Number.isInteger(nodes) || nodes < 2 || nodes > 7) {
    throw new UsageError(`galera nodes: expected 2 to 7, found ${nodes}`, {
      hint: 'More than 7 is not a control plane.',
    });
  }
  if (arbitrators !== undefined && ![0, 1].includes(arbitrators)) {
    throw new UsageError(`galera arbitrators: expected 0 or 1, found ${arbitrators}`, {
      hint: 'One makes an even number of nodes odd; more add nothing.',
    });
  }
}
