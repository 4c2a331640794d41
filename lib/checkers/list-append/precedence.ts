import type { Order } from './anomaly.ts';
import { addEdge, addRelay, type Edges, PROCESS, REALTIME, RELAY } from './edges.ts';
import { scratch } from './scratch.ts';
import type { Transaction } from './transaction.ts';

/**
 * Adds the order of real time (Herlihy & Wing 1990: one ended before the other began) or that of
 * each lane (one client's transactions, one after the other).
 *
 * Instead of an edge for each pair, or Elle's transitive reduction, that still has as many edges
 * for a transaction as there are lanes, a chain of relays stands for the axis of time: at most
 * three edges a transaction. Only `ok` transactions precede others: one that nobody knows about
 * may have happened long after its client gave up.
 */
export function addOrder(
  transactions: readonly Transaction[],
  happened: Uint8Array,
  order: Order,
  edges: Edges,
) {
  const times = timesOf(transactions);
  const nodes: number[] = [];
  for (let node = 0; node < transactions.length; node++) {
    if (happened[node] === 1 && Number.isFinite(times.invokedAt[node])) nodes.push(node);
  }
  if (order === 'realtime') {
    addAxis(times, nodes, REALTIME, edges);
    return;
  }
  const lanes = Map.groupBy(nodes, (node) => transactions[node]?.lane);
  for (const lane of lanes.values()) addAxis(times, lane, PROCESS, edges);
}

/** Times by node; `endedAt` is NaN for all but what was acknowledged. */
interface Times {
  readonly invokedAt: Float64Array;
  readonly endedAt: Float64Array;
}

function timesOf(transactions: readonly Transaction[]): Times {
  const invokedAt = scratch(Float64Array, transactions.length);
  const endedAt = scratch(Float64Array, transactions.length);
  transactions.forEach((transaction, node) => {
    invokedAt[node] = transaction.invokedAt;
    endedAt[node] = transaction.outcome === 'ok' ? transaction.settledAt : Number.NaN;
  });
  return { invokedAt, endedAt };
}

function addAxis(
  { invokedAt, endedAt }: Times,
  nodes: readonly number[],
  kind: typeof PROCESS | typeof REALTIME,
  edges: Edges,
) {
  const begins = nodes.toSorted((a, b) => (invokedAt[a] as number) - (invokedAt[b] as number));
  const ends = nodes.filter((node) => Number.isFinite(endedAt[node])).sort(compareEnds);
  let next = 0;
  let relay: number | undefined;
  for (const node of begins) {
    let isNew = false;
    for (; next < ends.length && precedes(ends[next] as number, node); next++) {
      if (!isNew) relay = nextRelay(relay, edges);
      isNew = true;
      addEdge(edges, ends[next] as number, relay as number, kind);
    }
    if (relay !== undefined) addEdge(edges, relay, node, RELAY);
  }

  /** Whether one has ended when another begins. A lane may go on at that very instant. */
  function precedes(one: number, other: number): boolean {
    const gap = (invokedAt[other] as number) - (endedAt[one] as number);
    return gap > 0 || (gap === 0 && kind === PROCESS && !isInstant(one));
  }

  /** By end; what took no time at all comes last, since it precedes nothing at its own instant. */
  function compareEnds(one: number, other: number): number {
    const gap = (endedAt[one] as number) - (endedAt[other] as number);
    return gap !== 0 ? gap : Number(isInstant(one)) - Number(isInstant(other));
  }

  function isInstant(node: number): boolean {
    return invokedAt[node] === endedAt[node];
  }
}

function nextRelay(before: number | undefined, edges: Edges): number {
  const relay = addRelay(edges);
  if (before !== undefined) addEdge(edges, before, relay, RELAY);
  return relay;
}
