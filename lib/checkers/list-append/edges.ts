import { scratch } from './scratch.ts';

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
  /** All edges, in the order in which they were added. All blocks but the last are full. */
  readonly blocks: Block[];
}

/** Some edges next to each other in the list, in columns. */
export interface Block {
  length: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly kind: Uint8Array;
  /** Key index of the edges that come from data. */
  readonly key: Int32Array;
}

const LEAST = 16;
const MOST = 2 ** 20;

export function noEdges(nodes: number): Edges {
  return { nodes, vertices: nodes, length: 0, blocks: [emptyBlock(LEAST)] };
}

export function addRelay(edges: Edges): number {
  return edges.vertices++;
}

/** Adds an edge; none from a vertex to itself. */
export function addEdge(edges: Edges, from: number, to: number, kind: number, key = NO_KEY) {
  if (from === to) return;
  const block = roomyBlock(edges);
  const place = block.length++;
  edges.length++;
  block.from[place] = from;
  block.to[place] = to;
  block.kind[place] = kind;
  block.key[place] = key;
}

/** The last block, or if that is full one as large as all before: nothing has to move. */
function roomyBlock({ blocks, length }: Edges): Block {
  const last = blocks.at(-1) as Block;
  if (last.length < last.from.length) return last;
  const block = emptyBlock(Math.min(length, MOST));
  blocks.push(block);
  return block;
}

function emptyBlock(capacity: number): Block {
  return {
    length: 0,
    from: scratch(Int32Array, capacity),
    to: scratch(Int32Array, capacity),
    kind: scratch(Uint8Array, capacity),
    key: scratch(Int32Array, capacity),
  };
}
