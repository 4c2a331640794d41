import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import type { Host } from '../../core/machine.ts';
import type { ServicePlan } from '../../core/topology.ts';
import { GALERA, SQL_PORT } from './port.ts';

export interface MariadbPlanOptions {
  /** Folder with the operator's *.cnf files. */
  readonly config: string;
  /** Whether this node may start the cluster. */
  readonly bootstraps: 'yes' | 'no';
}

/** MariaDB as a service: the operator's files as they are, and one of ours for what we own. */
export function mariadbPlan({ config, bootstraps }: MariadbPlanOptions): ServicePlan {
  const operators = configurationFiles(config);
  return {
    name: 'mariadb',
    system: GALERA,
    image: 'galera',
    port: SQL_PORT,
    environment: { GALERA_BOOTSTRAP: bootstraps },
    files: (self, all) => ({
      ...operators,
      '/etc/mysql/conf.d/zz-blackstart.cnf': ownSettings(self, all),
    }),
    memoryMiB: 250,
  };
}

/** The name sorts behind all others: a node's name and addresses are the harness's. */
function ownSettings(self: Host, all: readonly Host[]): string {
  return [
    '[mariadbd]',
    `wsrep_node_name = ${self.name}`,
    `wsrep_node_address = ${self.address}`,
    `wsrep_node_incoming_address = ${self.address}:${SQL_PORT}`,
    `wsrep_cluster_address = gcomm://${all.map(({ address }) => address).join(',')}`,
    '',
  ].join('\n');
}

function configurationFiles(folder: string): Record<string, string> {
  const names = listFolder(folder).filter((name) => name.endsWith('.cnf'));
  if (names.length === 0) {
    throw new UsageError(
      `galera config: expected a folder with *.cnf files, found none in ${folder}`,
      {
        hint: 'fixtures/galera is an example.',
      },
    );
  }
  return Object.fromEntries(
    names.map((name) => [`/etc/mysql/conf.d/${name}`, readFileSync(join(folder, name), 'utf8')]),
  );
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (cause) {
    throw new UsageError(`galera config: expected a folder with *.cnf files, ${folder} is none`, {
      hint: 'fixtures/galera is an example.',
      cause,
    });
  }
}
