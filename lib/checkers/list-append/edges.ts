/** Kinds of edges, as bits, so that a set of them is a mask. */
export const WW = 1;
export const WR = 2;
export const RW = 4;
export const PROCESS = 8;
export const REALTIME = 16;
/** Goes on from a relay, a vertex that stands for no transaction: no step of its own. */
export const RELAY = 32;

export const DATA = WW | WR | RW;

const NO_KEY = -1;

/**
 * A growing list of edges between vertices. Vertices are nodes (transactions) first; relays after
 * them let many transactions precede many others without an edge for every pair.
 */
export interface Edges {
  readonly nodes: number;
  vertices: number;
  length: number;
  from: Int32Array;
  to: Int32Array;
  kind: Uint8Array;
  /** Key index of the edges that come from data. */
  key: Int32Array;
}

export function noEdges(nodes: number): Edges {
  const capacity = Math.max(16, 8 * nodes);
  return {
    nodes,
    vertices: nodes,
    length: 0,
    from: new Int32Array(capacity),
    to: new Int32Array(capacity),
    kind: new Uint8Array(capacity),
    key: new Int32Array(capacity),
  };
}

export function addRelay(edges: Edges): number {
  return edges.vertices++;
}

/** Adds an edge; none from a vertex to itself. */
export function addEdge(edges: Edges, from: number, to: number, kind: number, key = NO_KEY) {
  if (from === to) return;
  if (edges.length === edges.from.length) grow(edges);
  const place = edges.length++;
  edges.from[place] = from;
  edges.to[place] = to;
  edges.kind[place] = kind;
  edges.key[place] = key;
}

function grow(edges: Edges) {
  edges.from = doubled(edges.from, new Int32Array(2 * edges.length));
  edges.to = doubled(edges.to, new Int32Array(2 * edges.length));
  edges.kind = doubled(edges.kind, new Uint8Array(2 * edges.length));
  edges.key = doubled(edges.key, new Int32Array(2 * edges.length));
}

function doubled<T extends Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
