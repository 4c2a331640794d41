import { type CycleName, type CycleType, cycleTypes, type Order } from './anomaly.ts';
import { ALONE, componentsOf } from './components.ts';
import { type Hop, nameOfCycle, simpleCycles } from './cycle.ts';
import { DATA, PROCESS, REALTIME, RELAY, RW, WR, WW } from './edges.ts';
import type { Graph } from './graph.ts';
import { splitAtRw } from './split.ts';
import { type Budget, type Rule, walkFinder } from './walks.ts';

export interface FoundCycle {
  readonly name: CycleName;
  /** In vertices of the graph that was searched. */
  readonly hops: readonly Hop[];
}

/** How to look for one type of cycle: from each seed edge, a shortest way back. */
interface Plan {
  readonly types: readonly CycleType[];
  /** Data edges of the graph whose components are searched, and that a walk may take. */
  readonly within: number;
  readonly seeds: number;
  readonly rule: Rule;
}

const plans: readonly Plan[] = [
  { types: ['G0'], within: WW, seeds: WW, rule: 'free' },
  { types: ['G1c'], within: WW | WR, seeds: WR, rule: 'free' },
  { types: ['G-single'], within: DATA, seeds: RW, rule: 'single' },
  { types: ['G-nonadjacent', 'G-single'], within: DATA, seeds: RW, rule: 'apart' },
  { types: ['G2-item'], within: DATA, seeds: RW, rule: 'together' },
];

/** Where all the searches for shortest cycles gave out, the first that comes. */
const anyCycle: Plan = { types: cycleTypes, within: DATA, seeds: RW, rule: 'free' };

/** Edges that the search of one type in one component may look at, for each of its edges. */
const SEARCH_FACTOR = 4;
const SEARCH_AT_LEAST = 1_000_000;

/**
 * A shortest cycle of each type in each component, of data alone and with each of the orders.
 *
 * That a component holds an anomaly is decided exactly, by its strong connection. The budget
 * bounds only how many seeds are tried for a shorter cycle; each search tries one at least.
 */
export function findCycles(
  graph: Graph,
  orders: readonly Order[],
  budget: Budget,
): readonly FoundCycle[] {
  const found: FoundCycle[] = [];
  const walk = walkFinder(graph);
  for (const { mask, need } of variantsOf(orders)) {
    for (const plan of [...plans, anyCycle]) search(plan, mask, need);
  }
  return found;

  function search(plan: Plan, mask: number, need: number) {
    const within = plan.within | mask | RELAY;
    const isSplit = plan.rule === 'single' || plan.rule === 'apart';
    const regions = componentsOf(isSplit ? splitAtRw(graph, within) : graph, within).of;
    const done = knownRegions(plan, regions);
    const seedKinds = plan.rule === 'free' && plan.seeds !== WR && need !== 0 ? need : plan.seeds;
    for (const [region, seeds] of seedsByRegion(graph, regions, seedKinds)) {
      if (done.has(region)) continue;
      const best = shortest(plan, { mask: within, need, region, regions, rule: plan.rule }, seeds);
      if (best !== undefined) found.push(best);
    }
  }

  function shortest(
    { types }: Plan,
    request: Omit<Parameters<typeof walk>[0], 'seed' | 'atMost'>,
    seeds: readonly number[],
  ): FoundCycle | undefined {
    let best: FoundCycle | undefined;
    const share = Math.max(SEARCH_AT_LEAST, SEARCH_FACTOR * graph.to.length);
    const reserve = Math.max(0, budget.left - share);
    for (const [place, seed] of seeds.entries()) {
      if (place > 0 && budget.left <= reserve) {
        budget.isCut = true;
        break;
      }
      const atMost = best === undefined ? Number.POSITIVE_INFINITY : best.hops.length - 1;
      if (atMost < 2) break;
      const closed = walk({ ...request, seed, atMost }, budget);
      for (const hops of closed === undefined ? [] : simpleCycles(graph, closed)) {
        const name = nameOfCycle(hops);
        const isWanted = types.includes(typeOf(name)) && hops.length <= atMost;
        if (isWanted) best = { name, hops };
      }
    }
    return best;
  }

  /** The regions in which a cycle of the plan's types is known already. */
  function knownRegions({ types }: Plan, regions: Int32Array) {
    const half = regions.length > graph.vertices ? graph.vertices : 0;
    const known = found.filter(({ name }) => types.includes(typeOf(name)));
    return new Set(
      known.flatMap(({ hops }) =>
        hops.map(({ from }, place) => regions[from + (hops.at(place - 1)?.kind === RW ? half : 0)]),
      ),
    );
  }
}

/** Data alone, then with the order of lanes, then with that of real time, which holds the former. */
function variantsOf(orders: readonly Order[]) {
  const process = orders.includes('process') ? PROCESS : 0;
  const variants = [{ mask: 0, need: 0 }];
  if (process !== 0) variants.push({ mask: PROCESS, need: PROCESS });
  if (orders.includes('realtime')) variants.push({ mask: process | REALTIME, need: REALTIME });
  return variants;
}

function typeOf(name: CycleName): CycleType {
  return name.replace(/-(process|realtime)$/, '') as CycleType;
}

/** The seed edges inside each region, in the order of the edges. */
function seedsByRegion({ vertices, from, to, kind }: Graph, regions: Int32Array, kinds: number) {
  const half = regions.length > vertices ? vertices : 0;
  const seeds = new Map<number, number[]>();
  for (let edge = 0; edge < to.length; edge++) {
    if (((kind[edge] as number) & kinds) === 0) continue;
    const region = regions[from[edge] as number] as number;
    if (region === ALONE || regions[(to[edge] as number) + half] !== region) continue;
    const others = seeds.get(region);
    if (others === undefined) seeds.set(region, [edge]);
    else others.push(edge);
  }
  return seeds;
}
