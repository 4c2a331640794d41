import { readdirSync } from 'node:fs';
import { UsageError } from '../../core/errors.ts';
import type { ServicePlan } from '../../core/topology.ts';
import { GALERA, SQL_PORT } from './port.ts';

export interface MariadbPlanOptions {
  /** Folder with the operator's *.cnf files. */
  readonly config: string;
  /** Folders whose files come on top. */
  readonly overlays?: readonly string[];
  /** Which node this is, counted from 1, of how many. */
  readonly number: number;
  readonly nodes: number;
}

/** MariaDB as a service: the operator's files as they are, and our arguments for what we own. */
export function mariadbPlan({
  config,
  overlays = [],
  number,
  nodes,
}: MariadbPlanOptions): ServicePlan {
  assertConfiguration(config);
  return {
    name: 'mariadb',
    system: GALERA,
    image: 'galera',
    port: SQL_PORT,
    environment: () => ({ GALERA_NODE: `${number}`, GALERA_NODES: `${nodes}` }),
    config: { folder: config, overlays, target: '/etc/mysql/conf.d' },
    data: ['/var/lib/mysql'],
    arguments: (self, all) => [
      `--bind-address=${self.address}`,
      `--wsrep-node-name=${self.name}`,
      `--wsrep-node-address=${self.address}`,
      `--wsrep-node-incoming-address=${self.address}:${SQL_PORT}`,
      `--wsrep-cluster-address=gcomm://${all.map(({ address }) => address).join(',')}`,
    ],
    memoryMiB: 250,
  };
}

function assertConfiguration(folder: string): void {
  const found = listFolder(folder);
  if (found.some((name) => name.endsWith('.cnf'))) return;
  throw new UsageError(
    `galera config: expected a folder with *.cnf files, found ${found.join(', ') || 'nothing'} in ${folder}`,
    { hint: 'fixtures/galera is an example.' },
  );
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UsageError(`galera config: expected a folder with *.cnf files, ${folder} is none`, {
      hint: 'fixtures/galera is an example.',
      cause,
    });
  }
}
