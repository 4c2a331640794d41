import { UsageError } from '../core/errors.ts';
import type { Host } from '../core/machine.ts';
import type { MachinePlan, ServicePlan, Topology } from '../core/topology.ts';

export interface TogetherOptions {
  /** What the clusters are called together. */
  readonly name: string;
  /** What their machines are called, with a number from 1 on. */
  readonly machine: string;
}

/**
 * Several topologies on the same machines: what runs on the first machine of each runs on the first
 * machine, and so on. They are formed in the order given, or side by side as their systems' `after`
 * says, and stopped in reverse.
 *
 * Peers find a machine by its own name, and by the name that it has in each of the topologies: files
 * of operators that say edge-2 mean the second machine.
 */
export function together(
  { name, machine }: TogetherOptions,
  ...topologies: readonly Topology[]
): Topology {
  const names = namesOf(machine, topologies);
  const machines = names.map((own, index) => {
    const parts = topologies.map((topology) => partOf(topology, index, names));
    const services = parts.flatMap((part) => part.services);
    assertApart(own, services);
    const aliases = parts.flatMap((part) => [part.name, ...(part.aliases ?? [])]);
    return { name: own, aliases: [...new Set(aliases)], services };
  });
  return { ...merged(name, topologies), machines };
}

/** Several topologies in one network, each on machines of its own. */
export const beside = (name: string, ...topologies: readonly Topology[]): Topology => ({
  ...merged(name, topologies),
  machines: topologies.flatMap((topology) =>
    topology.machines.map((plan, index) => ({
      ...partOf(
        topology,
        index,
        topology.machines.map((own) => own.name),
      ),
      name: plan.name,
    })),
  ),
});

/** The topology, formed as soon as these systems stand; at once, if there are none. */
export const after = (names: readonly string[], topology: Topology): Topology => ({
  ...topology,
  systems: topology.systems.map((system, index) => ({
    ...system,
    after: [...names, ...(system.after ?? topology.systems.slice(0, index).map((one) => one.name))],
  })),
});

function namesOf(machine: string, topologies: readonly Topology[]): readonly string[] {
  const counts = new Set(topologies.map(({ machines }) => machines.length));
  const [count] = counts;
  if (count !== undefined && counts.size === 1) {
    return Array.from({ length: count }, (_, index) => `${machine}-${index + 1}`);
  }
  const found = topologies.map(({ name, machines }) => `${name}: ${machines.length}`);
  throw new UsageError(
    `together: expected topologies of equally many machines, found ${found.join(', ') || 'none'}`,
    { hint: 'Systems that need other machines go beside the others.' },
  );
}

/** A machine's part, whose services know of the machines of their own topology alone. */
function partOf({ machines }: Topology, index: number, names: readonly string[]): MachinePlan {
  const part = machines[index];
  if (part === undefined) throw new RangeError(`no machine ${index + 1}`);
  const own = names.slice(0, machines.length);
  const peers = (all: readonly Host[]) => all.filter((host) => own.includes(host.name));
  const services = part.services.map(
    (service): ServicePlan => ({
      ...service,
      environment: (self, all) => service.environment(self, peers(all)),
      arguments: (self, all) => service.arguments(self, peers(all)),
    }),
  );
  return { ...part, services };
}

function merged(name: string, topologies: readonly Topology[]): Omit<Topology, 'machines'> {
  const settings = topologies.flatMap((topology) =>
    Object.entries(topology.settings).map(
      ([key, value]) => [`${topology.name} ${key}`, value] as const,
    ),
  );
  const systems = topologies.flatMap((topology) => topology.systems);
  const twice = repeated(systems.map((system) => system.name));
  if (twice !== undefined) {
    throw new UsageError(`${name}: expected each system once, found ${twice} twice`, {
      hint: 'Reports and targets name what they mean by its system.',
    });
  }
  return { name, settings: Object.fromEntries(settings), systems };
}

/** Services of one machine share its ports, and are told apart by their names. */
function assertApart(machine: string, services: readonly ServicePlan[]): void {
  const name = repeated(services.map((service) => service.name));
  const port = repeated(services.map((service) => service.port));
  if (name === undefined && port === undefined) return;
  throw new UsageError(
    `${machine}: expected services with names and ports of their own, found two ${name === undefined ? `at port ${port}` : `called ${name}`}`,
    { hint: 'Each is one container in the network of its machine.' },
  );
}

const repeated = <T>(values: readonly T[]): T | undefined =>
  values.find((value, index) => values.indexOf(value) !== index);
