import { addEdge, noEdges, RELAY, RW } from './edges.ts';
import { type Graph, graphOf } from './graph.ts';

/**
 * The graph with each vertex v twice, so that its walks are those without two rw edges in a row:
 * v, reached otherwise, and v + vertices, reached by an rw edge and left by none.
 *
 * A component of it with an rw edge is proof of G-single or G-nonadjacent (or less), without the
 * search for a path for every rw edge.
 */
export function splitAtRw({ vertices, from, to, kind }: Graph, mask: number): Graph {
  const edges = noEdges(0);
  edges.vertices = 2 * vertices;
  for (let edge = 0; edge < to.length; edge++) {
    const step = kind[edge] as number;
    if ((step & mask) === 0) continue;
    const source = from[edge] as number;
    const target = to[edge] as number;
    if (step === RW) addEdge(edges, source, target + vertices, step);
    else addEdge(edges, source, target, step);
    if (step === RELAY) addEdge(edges, source + vertices, target + vertices, step);
    else if (step !== RW) addEdge(edges, source + vertices, target, step);
  }
  return graphOf(edges);
}
