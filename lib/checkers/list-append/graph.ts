import type { Block, Edges } from './edges.ts';
import { scratch } from './scratch.ts';

/**
 * A graph in compressed sparse rows: the edges that leave vertex v are
 * `start[v] .. start[v + 1]`, in the order in which they were added.
 */
export interface Graph {
  /** Vertices below this are transactions, the others relays. */
  readonly nodes: number;
  readonly vertices: number;
  readonly start: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly kind: Uint8Array;
  readonly key: Int32Array;
}

/** Counting sort by the vertex that is left, from the last edge on, so that rows keep its order. */
export function graphOf({ nodes, vertices, length, blocks }: Edges): Graph {
  const start = rowEnds(vertices, blocks);
  const graph = {
    nodes,
    vertices,
    start,
    from: scratch(Int32Array, length),
    to: scratch(Int32Array, length),
    kind: scratch(Uint8Array, length),
    key: scratch(Int32Array, length),
  };
  for (const { length: edges, from, to, kind, key } of blocks.toReversed()) {
    for (let edge = edges - 1; edge >= 0; edge--) {
      const row = from[edge] as number;
      const place = (start[row] as number) - 1;
      start[row] = place;
      graph.from[place] = row;
      graph.to[place] = to[edge] as number;
      graph.kind[place] = kind[edge] as number;
      graph.key[place] = key[edge] as number;
    }
  }
  return graph;
}

/** How many edges leave each vertex and all before it. */
function rowEnds(vertices: number, blocks: readonly Block[]): Int32Array {
  const ends = scratch(Int32Array, vertices + 1);
  for (const { length, from } of blocks) {
    for (let edge = 0; edge < length; edge++) {
      const row = from[edge] as number;
      ends[row] = (ends[row] as number) + 1;
    }
  }
  for (let row = 1; row <= vertices; row++) {
    ends[row] = (ends[row] as number) + (ends[row - 1] as number);
  }
  return ends;
}
