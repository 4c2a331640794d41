import type { Edges } from './edges.ts';

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

export function graphOf({ nodes, vertices, length, from, to, kind, key }: Edges): Graph {
  const start = new Int32Array(vertices + 1);
  for (let edge = 0; edge < length; edge++) {
    const row = (from[edge] as number) + 1;
    start[row] = (start[row] as number) + 1;
  }
  for (let row = 0; row < vertices; row++) {
    start[row + 1] = (start[row + 1] as number) + (start[row] as number);
  }
  const graph = {
    nodes,
    vertices,
    start,
    from: new Int32Array(length),
    to: new Int32Array(length),
    kind: new Uint8Array(length),
    key: new Int32Array(length),
  };
  const next = start.slice();
  for (let edge = 0; edge < length; edge++) {
    const row = from[edge] as number;
    const place = next[row] as number;
    next[row] = place + 1;
    graph.from[place] = row;
    graph.to[place] = to[edge] as number;
    graph.kind[place] = kind[edge] as number;
    graph.key[place] = key[edge] as number;
  }
  return graph;
}
