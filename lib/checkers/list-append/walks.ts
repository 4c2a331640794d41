import { RELAY, RW } from './edges.ts';
import type { Graph } from './graph.ts';
import { scratch } from './scratch.ts';

/** What a closed walk may do after its first edge, which for all but `free` is an rw edge. */
export type Rule =
  /** Take any edge. */
  | 'free'
  /** Take no other rw edge. */
  | 'single'
  /** Take no rw edge after another. */
  | 'apart'
  /** Take an rw edge next, then any, and don't come back to what is between the two. */
  | 'together';

export interface WalkRequest {
  /** The first edge. */
  readonly seed: number;
  /** Kinds that may follow. */
  readonly mask: number;
  readonly rule: Rule;
  /** A kind of which one edge at least must be in it; 0 for none. */
  readonly need: number;
  /** The most steps between transactions. */
  readonly atMost: number;
  /** Stays where the region of a vertex is this. */
  readonly region: number;
  /** Region of each vertex; of a split graph, for both its halves. */
  readonly regions: Int32Array;
}

/** How many more edges may be looked at, and whether a search was cut short for it. */
export interface Budget {
  left: number;
  isCut: boolean;
}

/** States that are as many steps away; relays are left first, since that costs none. */
interface Level {
  readonly relays: number[];
  readonly nodes: number[];
}

const STATES = 4;
const BOUND = 1;
const NEEDED = 2;
const BLOCKED = -1;

/**
 * Finds shortest closed walks by breadth-first search over vertices and two bits: whether the
 * rule holds something back (the last edge was rw, or an rw edge must follow), and whether the
 * needed kind has been met. Edges that leave a relay cost nothing.
 */
export function walkFinder(graph: Graph) {
  const { nodes, vertices, start, from, to, kind } = graph;
  const met = scratch(Int32Array, vertices * STATES);
  const cameBy = scratch(Int32Array, vertices * STATES);
  const cameFrom = scratch(Int32Array, vertices * STATES);
  let search = 0;

  return (request: WalkRequest, budget: Budget): readonly number[] | undefined => {
    search++;
    const goal = from[request.seed] as number;
    let level = emptyLevel();
    place(firstState(request), level);
    for (let length = 1; length <= request.atMost; length++) {
      for (const state of level.relays) expand(state, level, request, budget);
      const next = emptyLevel();
      for (const state of level.nodes) {
        if (vertexOf(state) !== goal) expand(state, next, request, budget);
        else if (accepts(request, state)) return trace(state, request.seed);
      }
      if (next.relays.length + next.nodes.length === 0) return undefined;
      level = next;
    }
    return undefined;
  };

  function place(state: number, level: Level) {
    (vertexOf(state) < nodes ? level.nodes : level.relays).push(state);
  }

  function firstState({ seed, rule, need }: WalkRequest): number {
    const bound = rule === 'free' ? 0 : BOUND;
    const needed = ((kind[seed] as number) & need) === 0 ? 0 : NEEDED;
    const state = (to[seed] as number) * STATES + bound + needed;
    met[state] = search;
    cameBy[state] = seed;
    cameFrom[state] = BLOCKED;
    return state;
  }

  function expand(state: number, into: Level, request: WalkRequest, budget: Budget) {
    const vertex = vertexOf(state);
    const end = start[vertex + 1] as number;
    budget.left -= end - (start[vertex] as number);
    for (let edge = start[vertex] as number; edge < end; edge++) {
      const step = kind[edge] as number;
      if ((step & request.mask) === 0) continue;
      const bound = boundAfter(request.rule, state & BOUND, step);
      if (bound === BLOCKED || !isInside(request, to[edge] as number, bound)) continue;
      if (request.rule === 'together' && to[edge] === to[request.seed]) continue;
      const needed = (step & request.need) === 0 ? state & NEEDED : NEEDED;
      const reached = (to[edge] as number) * STATES + bound + needed;
      if (met[reached] === search) continue;
      met[reached] = search;
      cameBy[reached] = edge;
      cameFrom[reached] = state;
      place(reached, into);
    }
  }

  function isInside({ regions, region }: WalkRequest, vertex: number, bound: number): boolean {
    const half = regions.length > vertices ? bound * vertices : 0;
    return regions[vertex + half] === region;
  }

  function trace(last: number, seed: number): number[] {
    const walk: number[] = [];
    for (let state = last; cameFrom[state] !== BLOCKED; state = cameFrom[state] as number) {
      walk.push(cameBy[state] as number);
    }
    return [seed, ...walk.reverse()];
  }
}

const emptyLevel = (): Level => ({ relays: [], nodes: [] });

const vertexOf = (state: number): number => Math.floor(state / STATES);

function accepts({ need }: WalkRequest, state: number): boolean {
  return (state & BOUND) === 0 && (need === 0 || (state & NEEDED) !== 0);
}

function boundAfter(rule: Rule, bound: number, step: number): number {
  if (step === RELAY) return bound;
  switch (rule) {
    case 'free':
      return 0;
    case 'single':
      return step === RW ? BLOCKED : 0;
    case 'apart':
      if (step !== RW) return 0;
      return bound === 0 ? BOUND : BLOCKED;
    case 'together':
      return bound === 0 || step === RW ? 0 : BLOCKED;
  }
}
