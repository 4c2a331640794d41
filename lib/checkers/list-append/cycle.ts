import type { CycleName, CycleType } from './anomaly.ts';
import { PROCESS, REALTIME, RELAY, RW, WR } from './edges.ts';
import type { Graph } from './graph.ts';

/** A step between two transactions, relays left out. */
export interface Hop {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly key: number;
}

/** Takes a closed walk, as its edges, apart into cycles that meet no transaction twice. */
export function simpleCycles(graph: Graph, walk: readonly number[]): readonly (readonly Hop[])[] {
  const cycles: Hop[][] = [];
  const open: Hop[] = [];
  const placeOf = new Map<number, number>();
  for (const hop of hopsOf(graph, walk)) {
    placeOf.set(hop.from, open.length);
    open.push(hop);
    const begin = placeOf.get(hop.to);
    if (begin === undefined) continue;
    const cycle = open.splice(begin);
    for (const { from } of cycle) placeOf.delete(from);
    cycles.push(cycle);
  }
  return cycles;
}

/** What Adya and Elle call a cycle of these kinds of edges. */
export function nameOfCycle(cycle: readonly Hop[]): CycleName {
  const has = (kind: number) => cycle.some((hop) => hop.kind === kind);
  const type = typeOfCycle(cycle);
  if (has(REALTIME)) return `${type}-realtime`;
  return has(PROCESS) ? `${type}-process` : type;
}

function typeOfCycle(cycle: readonly Hop[]): CycleType {
  const isRw = cycle.map(({ kind }) => kind === RW);
  const count = isRw.filter(Boolean).length;
  if (count === 0) return cycle.some(({ kind }) => kind === WR) ? 'G1c' : 'G0';
  if (count === 1) return 'G-single';
  return isRw.some((rw, place) => rw && isRw.at(place - 1)) ? 'G2-item' : 'G-nonadjacent';
}

function hopsOf({ nodes, from, to, kind, key }: Graph, walk: readonly number[]): Hop[] {
  const hops: Hop[] = [];
  for (const edge of walk) {
    const target = to[edge] as number;
    const step = kind[edge] as number;
    const last = hops.at(-1);
    if (step === RELAY && last !== undefined) hops[hops.length - 1] = { ...last, to: target };
    else {
      hops.push({ from: from[edge] as number, to: target, kind: step, key: key[edge] as number });
    }
  }
  return hops.filter((hop) => hop.to < nodes);
}
