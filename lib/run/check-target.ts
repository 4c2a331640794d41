import { UsageError } from '../core/errors.ts';
import type { Target } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';

/** Rejects a target that names nobody, or leaves open whose word on a role counts. */
export function checkTarget(target: Target, topology: Topology, index: number): void {
  assertThere(target, topology, index);
  assertClear(target, topology, index);
}

/** What is named must be there: the blow would fall on nobody. */
function assertThere({ selection, service }: Target, { machines }: Topology, index: number): void {
  const names = machines.map(({ name }) => name);
  const services = new Set(machines.flatMap((machine) => machine.services.map(({ name }) => name)));
  const refuse = (what: string, known: Iterable<string>, found: string | number) => {
    throw new UsageError(
      `blow ${index + 1}: expected ${what} of the topology (${[...known].join(', ')}), found '${found}'`,
      { hint: 'Its names are those in parentheses; machines count from 1.' },
    );
  };
  const strange =
    selection.select === 'named'
      ? selection.names.find((name) => !names.includes(name))
      : undefined;
  if (strange !== undefined) refuse('a machine', names, strange);
  if (selection.select === 'machine' && names[selection.number - 1] === undefined) {
    refuse('the number of a machine', names, selection.number);
  }
  if (selection.select === 'some' && selection.count > names.length) {
    refuse('at most all machines', names, selection.count);
  }
  if (service !== undefined && !services.has(service)) refuse('a service', services, service);
}

/** Roles are claimed by system. */
function assertClear(
  { selection, system }: Target,
  { systems, machines }: Topology,
  index: number,
): void {
  const known = systems.map(({ name }) => name);
  if (system !== undefined && !known.includes(system)) {
    throw new UsageError(
      `blow ${index + 1}: expected a system of the topology (${known.join(', ')}), found '${system}'`,
      { hint: "For example role('primary', { of: 'galera' })." },
    );
  }
  const shared = machines.find((machine) => systemsOn(machine).size > 1);
  if (system !== undefined || shared === undefined || !asksForRole(selection)) return;
  throw new UsageError(
    `blow ${index + 1}: expected a target that says whose role it means, as ${shared.name} has one in each of ${[...systemsOn(shared)].join(', ')}`,
    { hint: "For example role('primary', { of: 'galera' })." },
  );
}

const systemsOn = ({ services }: Topology['machines'][number]): ReadonlySet<string> =>
  new Set(services.map(({ system }) => system));

function asksForRole(selection: Target['selection']): boolean {
  if (selection.select === 'role') return selection.role !== 'any';
  return selection.select === 'primaries' || selection.select === 'replicas';
}
