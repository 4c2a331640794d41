import { addEdge, DATA, type Edges, noEdges } from './edges.ts';
import { type Graph, graphOf } from './graph.ts';
import { scratch } from './scratch.ts';

/** One component cut out of a graph. */
export interface Subgraph {
  readonly graph: Graph;
  /** What each vertex was called in the whole graph. */
  readonly members: readonly number[];
}

/**
 * Cuts out components; `of` tells the component of each vertex, `members` ascend.
 *
 * Of the dependencies between the same two only the strongest stays, ww before wr before rw: with
 * it, a cycle that reduces to a graver anomaly is that anomaly alone.
 */
export function subgraphCutter(whole: Graph, of: Int32Array) {
  const localOf = scratch(Int32Array, whole.vertices);
  const strongest = scratch(Uint8Array, whole.vertices);

  return (members: readonly number[]): Subgraph => {
    members.forEach((vertex, local) => {
      localOf[vertex] = local;
    });
    const edges = noEdges(members.filter((vertex) => vertex < whole.nodes).length);
    edges.vertices = members.length;
    for (const vertex of members) {
      noteStrongest(vertex);
      addRow(vertex, edges);
    }
    return { graph: graphOf(edges), members };
  };

  function noteStrongest(vertex: number) {
    const end = whole.start[vertex + 1] as number;
    for (let edge = whole.start[vertex] as number; edge < end; edge++) {
      const kind = whole.kind[edge] as number;
      const to = whole.to[edge] as number;
      const known = strongest[to] as number;
      if ((kind & DATA) !== 0 && (known === 0 || kind < known)) strongest[to] = kind;
    }
  }

  function addRow(vertex: number, edges: Edges) {
    const end = whole.start[vertex + 1] as number;
    for (let edge = whole.start[vertex] as number; edge < end; edge++) {
      const kind = whole.kind[edge] as number;
      const to = whole.to[edge] as number;
      if ((kind & DATA) !== 0) {
        if (kind !== strongest[to]) continue;
        strongest[to] = 0;
      }
      if (of[to] !== of[vertex]) continue;
      const [from, target] = [localOf[vertex] as number, localOf[to] as number];
      addEdge(edges, from, target, kind, whole.key[edge] as number);
    }
  }
}
