import type { Machine } from '../core/machine.ts';
import type { System, Vocabulary } from '../core/system.ts';
import type { Workload } from '../core/workload.ts';

/** A system with the machines that it runs on. */
export interface PlacedSystem {
  readonly system: System;
  readonly machines: readonly Machine[];
}

/** A workload with the words and the machines that carry it out. */
export interface Load {
  readonly workload: Workload;
  readonly vocabulary: Vocabulary;
  readonly machines: readonly Machine[];
}

export interface Loads {
  readonly systems: readonly PlacedSystem[];
  readonly loads: readonly Load[];
}

/** Brings workloads, systems and machines together. Names that match nothing are a mistake. */
export function loadsOf(
  workloads: readonly Workload[],
  systems: readonly System[],
  machines: readonly Machine[],
): Loads {
  const placed = systems.map((system) => ({
    system,
    machines: machines.filter(({ services }) =>
      services.some((service) => service.system === system.name),
    ),
  }));
  const loads = workloads.map((workload) => {
    const home = placed.find(({ system }) => system.name === workload.system);
    const vocabulary = home?.system.vocabularies[workload.vocabulary];
    if (home === undefined || vocabulary === undefined) {
      throw new RangeError(
        `workload ${workload.name} wants ${workload.vocabulary} of ${workload.system}, which the topology has not`,
      );
    }
    return { workload, vocabulary, machines: home.machines };
  });
  return { systems: placed, loads };
}
