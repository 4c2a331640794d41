import type { Random } from './random.ts';
import type { Observation } from './system.ts';

/** Which machines; a choice from what was last observed, made when the blow falls. */
export type Selection =
  | { readonly select: 'role'; readonly role: 'primary' | 'replica' | 'any' }
  | { readonly select: 'machine'; readonly number: number }
  | { readonly select: 'named'; readonly names: readonly string[] }
  | { readonly select: 'all' | 'minority' | 'majority' | 'primaries' | 'replicas' }
  | { readonly select: 'some'; readonly count: number };

/** In which order several machines are met. */
export type Order =
  | { readonly order: 'together' }
  /** The next one after the one before has been healed. */
  | { readonly order: 'rolling' }
  /** The next one after a pause, whether or not the one before has been healed. */
  | { readonly order: 'staggered'; readonly everyMs: number };

/** At whom a blow is aimed. Data. */
export interface Target {
  readonly selection: Selection;
  readonly order: Order;
  /** Only this service of the machines; all of them where it is not given. */
  readonly service?: string;
  /** Whose machines, and who says which role each has; needed where several say so. */
  readonly system?: string;
}

/** Among whose machines one aims. */
export interface Among {
  /** The system whose machines are meant, and whose word on roles counts. */
  readonly of?: string;
}

const target = (selection: Selection, { of }: Among = {}): Target => ({
  selection,
  order: { order: 'together' },
  ...(of === undefined ? {} : { system: of }),
});

/** One machine that claims this role when the blow falls; which one, the seed decides. */
export const role = (name: 'primary' | 'replica' | 'any', among?: Among): Target =>
  target({ select: 'role', role: name }, among);

/** One machine, whichever the seed decides. */
export const one = (among?: Among): Target => role('any', among);

/** This many machines, whichever the seed decides. */
export const some = (count: number, among?: Among): Target =>
  target({ select: 'some', count }, among);

/** The machine with this number, counted from 1. */
export const machine = (number: number): Target => target({ select: 'machine', number });

/** The machines with these names. */
export const named = (...names: readonly string[]): Target => target({ select: 'named', names });

/** Every machine. */
export const all = (among?: Among): Target => target({ select: 'all' }, among);

/** The largest group that is smaller than half; which machines, the seed decides. */
export const minority = (among?: Among): Target => target({ select: 'minority' }, among);

/** The smallest group that is larger than half; which machines, the seed decides. */
export const majority = (among?: Among): Target => target({ select: 'majority' }, among);

/** Every machine that claims to be primary. */
export const primaries = (among?: Among): Target => target({ select: 'primaries' }, among);

/** Every machine that claims to be a replica. */
export const replicas = (among?: Among): Target => target({ select: 'replicas' }, among);

/** Only this service on whatever is aimed at. */
export const service = (name: string, of: Target): Target => ({ ...of, service: name });

/** One after another, each when the one before has been healed. */
export const rolling = (of: Target): Target => ({ ...of, order: { order: 'rolling' } });

/** One after another with this pause between their beginnings. */
export const staggered = (of: Target, everyMs: number): Target => ({
  ...of,
  order: { order: 'staggered', everyMs },
});

/** As a person would write it. */
export function describeTarget({ selection, order, service: only, system }: Target): string {
  const words = [
    ...(only === undefined ? [] : [`${only} of`]),
    describeSelection(selection),
    ...(system === undefined ? [] : [`of ${system}`]),
    ...(order.order === 'rolling' ? ['one after another'] : []),
    ...(order.order === 'staggered' ? [`every ${order.everyMs} ms`] : []),
  ];
  return words.join(' ');
}

function describeSelection(selection: Selection): string {
  switch (selection.select) {
    case 'role':
      return `role ${selection.role}`;
    case 'machine':
      return `machine ${selection.number}`;
    case 'named':
      return selection.names.join(', ');
    case 'some':
      return `${selection.count} machines`;
    case 'all':
      return 'all machines';
    case 'minority':
    case 'majority':
      return `a ${selection.select}`;
    case 'primaries':
    case 'replicas':
      return `all ${selection.select}`;
  }
}

/** What the machines of one system last said of themselves, by their names. */
export type Observations = ReadonlyMap<string, Observation>;

export interface Candidates {
  /** Names of the machines, in the order of the topology. */
  readonly machines: readonly string[];
  /** By system: each has its own word on the machines that it runs on. */
  readonly observations: ReadonlyMap<string, Observations>;
  readonly random: Random;
}

/** Names of the machines that a target means now, step by step; empty where nobody matches. */
export function resolveTarget(
  { selection, order, system }: Target,
  { machines, observations, random }: Candidates,
): readonly (readonly string[])[] {
  const seen = seenBy(system, observations);
  const chosen = choose(selection, {
    machines: system === undefined ? machines : machines.filter((name) => seen.has(name)),
    observations: seen,
    random,
  });
  if (chosen.length === 0) return [];
  return order.order === 'together' ? [chosen] : chosen.map((name) => [name]);
}

/** One system's observations, or those of all: no machine is then said anything of by two. */
function seenBy(
  system: string | undefined,
  observations: Candidates['observations'],
): Observations {
  if (system !== undefined) return observations.get(system) ?? new Map();
  return new Map([...observations.values()].flatMap((seen) => [...seen]));
}

interface Seen {
  readonly machines: readonly string[];
  readonly observations: Observations;
  readonly random: Random;
}

function choose(selection: Selection, { machines, observations, random }: Seen): readonly string[] {
  const claiming = (claimed: string) =>
    machines.filter((name) => observations.get(name)?.role === claimed);
  switch (selection.select) {
    case 'role':
      return pick(selection.role === 'any' ? machines : claiming(selection.role), 1, random);
    case 'machine':
      return machines.slice(selection.number - 1, selection.number);
    case 'named':
      return machines.filter((name) => selection.names.includes(name));
    case 'some':
      return pick(machines, selection.count, random);
    case 'all':
      return machines;
    case 'minority':
      return pick(machines, Math.ceil(machines.length / 2) - 1, random);
    case 'majority':
      return pick(machines, Math.floor(machines.length / 2) + 1, random);
    case 'primaries':
      return claiming('primary');
    case 'replicas':
      return claiming('replica');
  }
}

/** This many of them (or all, where there are fewer), in their own order. */
function pick(from: readonly string[], count: number, random: Random): readonly string[] {
  const left = [...from];
  const picked = new Set<string>();
  while (picked.size < count && left.length > 0) {
    const next = random.pick(left);
    picked.add(next);
    left.splice(left.indexOf(next), 1);
  }
  return from.filter((name) => picked.has(name));
}
