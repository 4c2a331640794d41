import { UsageError } from '../../core/errors.ts';
import { fixtureFolder } from '../../core/package-folder.ts';
import type { Topology } from '../../core/topology.ts';
import { formGalera, stopGalera } from './form.ts';
import { mariadbPlan } from './plan.ts';
import { GALERA } from './port.ts';
import { galeraSet } from './set.ts';
import { galeraRedundancy, watchGalera } from './watch.ts';

export interface GaleraOptions {
  /** Machines, each with one MariaDB: 3, 5 or 7. */
  readonly nodes?: number;
  /** Folder with the operator's *.cnf files; fixtures/galera if it is not given. */
  readonly config?: string | undefined;
}

/** MariaDB with Galera: every node takes writes, a majority decides. */
export function galera({ nodes = 3, config }: GaleraOptions = {}): Topology {
  if (![3, 5, 7].includes(nodes)) {
    throw new UsageError(`galera nodes: expected 3, 5 or 7, found ${nodes}`, {
      hint: 'An even number has no majority when it is halved; more than 7 is not a control plane.',
    });
  }
  const folder = config ?? fixtureFolder(GALERA);
  const names = Array.from({ length: nodes }, (_, index) => `${GALERA}-${index + 1}`);
  return {
    name: GALERA,
    settings: { nodes, config: config ?? 'fixtures/galera' },
    machines: names.map((name, index) => ({
      name,
      services: [mariadbPlan({ config: folder, number: index + 1, nodes })],
    })),
    systems: [
      {
        name: GALERA,
        form: formGalera,
        stop: stopGalera,
        watch: watchGalera,
        redundancy: galeraRedundancy,
        vocabularies: { set: galeraSet },
      },
    ],
  };
}
