import { type Random, seededRandom } from '../core/random.ts';
import type { Blow } from '../core/schedule.ts';
import type { Observation } from '../core/system.ts';
import { type Observations, resolveTarget, type Target } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import { jittersOf } from './jitters.ts';

/** Whom a blow will meet, as far as that can be known before anything runs. */
export type Foreseen =
  /** These, whatever happens. */
  | { readonly by: 'name'; readonly machines: readonly string[] }
  /** These: the seed decides, and nothing that happens before the blow. */
  | { readonly by: 'seed'; readonly machines: readonly string[] }
  /** Whoever says that it has the role then. */
  | { readonly by: 'role'; readonly among: readonly string[] }
  /** The seed decides, and the order in which blows fall, which is not known. */
  | { readonly by: 'seed-and-order'; readonly among: readonly string[] };

/** A blow, and what is known of it before a run. */
export interface PlannedBlow {
  readonly blow: Blow;
  /** By the seed. */
  readonly jitterMs: number;
  readonly whom: Foreseen;
}

/** What a run with this seed would do. */
export function planBlows(
  { schedule, topology }: { readonly schedule: readonly Blow[]; readonly topology: Topology },
  seed: number,
): readonly PlannedBlow[] {
  const random = seededRandom(seed, 'schedule');
  const jitters = jittersOf(schedule, random);
  const isOrdered = hasKnownOrder(schedule, jitters);
  const chosen = new Map<Blow, readonly string[]>();
  for (const blow of inOrder(schedule, jitters)) {
    chosen.set(blow, choose(blow.target, topology, random));
  }
  return schedule.map((blow, index) => ({
    blow,
    jitterMs: jitters[index] ?? 0,
    whom: foresee(blow.target, topology, chosen.get(blow) ?? [], isOrdered),
  }));
}

/** Blows that are due sooner than that after each other may fall in either order. */
const APART_MS = 50;

/** Whether choices are made in an order that is known: those at a time first, and then the others. */
function hasKnownOrder(schedule: readonly Blow[], jitters: readonly number[]): boolean {
  const first = schedule.findIndex(({ when }) => 'recoveredWithinMs' in when);
  const isMixed = first >= 0 && schedule.slice(first).some(({ when }) => 'atMs' in when);
  const times = schedule
    .flatMap(({ when }, index) => ('atMs' in when ? [when.atMs + (jitters[index] ?? 0)] : []))
    .toSorted((one, other) => one - other);
  const isTight = times.some((time, index) => time - (times[index - 1] ?? -APART_MS) < APART_MS);
  return !isMixed && !isTight;
}

const inOrder = (schedule: readonly Blow[], jitters: readonly number[]): readonly Blow[] =>
  schedule
    .map((blow, index) => {
      const { when } = blow;
      const due = 'atMs' in when ? when.atMs + (jitters[index] ?? 0) : Number.POSITIVE_INFINITY;
      return { blow, due, index };
    })
    .toSorted((one, other) =>
      one.due === other.due ? one.index - other.index : one.due - other.due,
    )
    .map(({ blow }) => blow);

/** As the blow will choose if somebody has the role it wants: who that is changes no later choice. */
function choose(target: Target, topology: Topology, random: Random): readonly string[] {
  const { selection } = target;
  const wanted = selection.select === 'role' && selection.role !== 'any' ? selection.role : 'none';
  const observations = new Map(
    topology.systems.map(({ name }) => [name, observed(machinesOf(topology, name), wanted)]),
  );
  const machines = topology.machines.map(({ name }) => name);
  return resolveTarget(target, { machines, observations, random }).flat();
}

const observed = (machines: readonly string[], role: Observation['role']): Observations =>
  new Map(machines.map((name) => [name, { reachable: true, role, members: [name], state: {} }]));

const machinesOf = ({ machines }: Topology, system: string): readonly string[] =>
  machines
    .filter(({ services }) => services.some((service) => service.system === system))
    .map(({ name }) => name);

function foresee(
  { selection, system }: Target,
  topology: Topology,
  chosen: readonly string[],
  isOrdered: boolean,
): Foreseen {
  const everybody = topology.machines.map(({ name }) => name);
  const among = system === undefined ? everybody : machinesOf(topology, system);
  switch (selection.select) {
    case 'machine':
    case 'named':
    case 'all':
      return { by: 'name', machines: chosen };
    case 'primaries':
    case 'replicas':
      return { by: 'role', among };
    case 'role':
      if (selection.role !== 'any') return { by: 'role', among };
  }
  return isOrdered ? { by: 'seed', machines: chosen } : { by: 'seed-and-order', among };
}
