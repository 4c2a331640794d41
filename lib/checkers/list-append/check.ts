import { findAbortedReads } from './aborted-reads.ts';
import {
  type Anomaly,
  type AnomalyType,
  anomalyTypes,
  type Order,
  type Report,
} from './anomaly.ts';
import { anomalyCollector } from './collector.ts';
import { componentsOf, membersOf } from './components.ts';
import { addDependencies, addTail, markSeen, type Tail } from './dependencies.ts';
import { type Edges, noEdges } from './edges.ts';
import { type FoundCycle, findCycles } from './find-cycles.ts';
import { graphOf } from './graph.ts';
import { findIntermediateReads } from './intermediate-reads.ts';
import { findContradictions } from './internal.ts';
import { type IsolationLevel, ordersOf, violates } from './isolation.ts';
import { findDuplicateElements, findGarbageReads, findIncompatibleOrders } from './odd-reads.ts';
import { idOf, indexOperations, nameOf, type Operations } from './operations.ts';
import { addOrder } from './precedence.ts';
import { explainHop } from './steps.ts';
import { subgraphCutter } from './subgraph.ts';
import type { Transaction } from './transaction.ts';
import { findDirtyUpdates, findLostUpdates } from './updates.ts';
import { inferVersions } from './versions.ts';
import type { Budget } from './walks.ts';

export interface ListAppendOptions {
  /** The isolation level that was promised: it tells which anomalies are violations. */
  readonly level: IsolationLevel;
  /** Orders that close cycles, too; by default those the level needs (strict-serializable: both). */
  readonly orders?: readonly Order[];
  /** How many anomalies of each type are told in full; 20 by default. All are counted. */
  readonly perType?: number;
  /**
   * How many edges the searches for shortest cycles may look at; 200 million by default, a few
   * seconds. It bounds how short the cycles are that are told, never what is valid.
   */
  readonly searchEdges?: number;
}

export interface ListAppendResult {
  /** No violation of the level was found. */
  readonly valid: boolean;
  /** Violations first, then by type; of each type the first few. */
  readonly anomalies: readonly Anomaly[];
  /** How many of each type there are; of cycles: in how many strongly connected components. */
  readonly counts: Readonly<Partial<Record<AnomalyType, number>>>;
  /**
   * False when some component was too large to try every cycle: there may be shorter ones, and
   * further types of the same component. It says nothing against `valid`, which stays exact.
   */
  readonly exhaustive: boolean;
}

const PER_TYPE = 20;
const SEARCH_EDGES = 200_000_000;

const detectors = [
  findGarbageReads,
  findDuplicateElements,
  findIncompatibleOrders,
  findDirtyUpdates,
  findAbortedReads,
  findIntermediateReads,
  findLostUpdates,
];

/**
 * Checks a history of list-append transactions as Elle does (Kingsbury & Alvaro, "Elle: Inferring
 * Isolation Anomalies from Experimental Observations", VLDB 2020), with the anomalies of Adya's
 * thesis (1999). Linear in the operations and the elements read, but for the search within
 * strongly connected components, which is bounded.
 */
export function checkListAppend(
  transactions: readonly Transaction[],
  options: ListAppendOptions,
): ListAppendResult {
  const { level, orders = ordersOf(level) } = options;
  const { perType = PER_TYPE, searchEdges = SEARCH_EDGES } = options;
  const operations = indexOperations(transactions);
  const { report, counts, kept } = anomalyCollector(level, perType);
  findContradictions(operations, report);
  const edges = inferEdges(operations, orders, report);
  const budget: Budget = { left: searchEdges, isCut: false };
  const cycles = cyclesOf(edges, orders, budget);
  for (const cycle of cycles) reportCycle(operations, cycle, report);
  const anomalies = kept.toSorted((one, other) => rank(one) - rank(other));
  return {
    valid: !counts.keys().some((type) => violates(type, level)),
    anomalies,
    counts: Object.fromEntries(counts),
    exhaustive: !budget.isCut,
  };
}

/** The dependencies of all keys and the orders; what a key tells by itself is reported. */
function inferEdges(operations: Operations, orders: readonly Order[], report: Report): Edges {
  const { transactions, keys } = operations;
  const happened = Uint8Array.from(transactions, ({ outcome }) => Number(outcome === 'ok'));
  const edges = noEdges(transactions.length);
  const tails: Tail[] = [];
  for (let keyIndex = 0; keyIndex < keys.length; keyIndex++) {
    const versions = inferVersions(operations, keyIndex);
    for (const detect of detectors) detect(operations, versions, report);
    markSeen(operations, versions, happened);
    const tail = addDependencies(operations, keyIndex, versions, edges);
    if (tail !== undefined) tails.push(tail);
  }
  for (const tail of tails) addTail(tail, happened, edges);
  for (const order of orders) addOrder(transactions, happened, order, edges);
  return edges;
}

/** Shortest first, in nodes, each from its first node on. */
function cyclesOf(edges: Edges, orders: readonly Order[], budget: Budget): readonly FoundCycle[] {
  const graph = graphOf(edges);
  const components = componentsOf(graph, ~0);
  const cut = subgraphCutter(graph, components.of);
  return membersOf(components)
    .flatMap((component) => {
      const { graph: part, members } = cut(component);
      const original = (vertex: number) => members[vertex] as number;
      return findCycles(part, orders, budget).map(({ name, hops }) => ({
        name,
        hops: fromFirst(hops).map((hop) => ({
          ...hop,
          from: original(hop.from),
          to: original(hop.to),
        })),
      }));
    })
    .sort(
      (one, other) =>
        one.hops.length - other.hops.length ||
        (one.hops[0]?.from as number) - (other.hops[0]?.from as number),
    );
}

function fromFirst(hops: FoundCycle['hops']): FoundCycle['hops'] {
  const first = hops.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  const place = hops.findIndex(({ from }) => from === first);
  return [...hops.slice(place), ...hops.slice(0, place)];
}

function reportCycle(operations: Operations, { name, hops }: FoundCycle, report: Report) {
  report(name, () => {
    const cycle = hops.map((hop) => explainHop(operations, hop));
    const names = hops.map(({ from }) => nameOf(operations, from));
    const sentences = cycle.map(
      ({ explanation }, place) =>
        `${explanation}: ${names[place]} came before ${names[(place + 1) % names.length]}.`,
    );
    return {
      transactions: hops.map(({ from }) => idOf(operations, from)),
      explanation: `${sentences.join(' ')} So ${names[0]} came before itself, a contradiction.`,
      cycle,
    };
  });
}

const rank = ({ type, violation }: Anomaly): number =>
  anomalyTypes.indexOf(type) + (violation ? 0 : anomalyTypes.length);
