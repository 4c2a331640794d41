import type { Graph } from './graph.ts';
import { scratch } from './scratch.ts';

/** A vertex on no cycle. */
export const ALONE = -1;

/** Strongly connected components of two and more vertices. */
export interface Components {
  /** Of each vertex, from 0; or ALONE. */
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * Strongly connected components over the edges whose kind is in the mask.
 *
 * Tarjan, "Depth-first search and linear graph algorithms" (1972), with its stack in arrays, so
 * that a long chain of transactions can not overflow the call stack.
 */
export function componentsOf({ vertices, start, to, kind }: Graph, mask: number): Components {
  const of = scratch(Int32Array, vertices).fill(ALONE);
  const index = scratch(Int32Array, vertices);
  const low = scratch(Int32Array, vertices);
  const cursor = scratch(Int32Array, vertices);
  const path = scratch(Int32Array, vertices);
  const open = scratch(Int32Array, vertices);
  const isOpen = scratch(Uint8Array, vertices);
  let indexes = 0;
  let pathLength = 0;
  let openLength = 0;
  let count = 0;

  for (let root = 0; root < vertices; root++) {
    if (index[root] !== 0) continue;
    enter(root);
    while (pathLength > 0) {
      const vertex = path[pathLength - 1] as number;
      if (!descend(vertex)) leave(vertex);
    }
  }
  return { of, count };

  function enter(vertex: number) {
    index[vertex] = ++indexes;
    low[vertex] = indexes;
    cursor[vertex] = start[vertex] as number;
    path[pathLength++] = vertex;
    open[openLength++] = vertex;
    isOpen[vertex] = 1;
  }

  /** Goes on to the next vertex that is new; false when none is left. */
  function descend(vertex: number): boolean {
    const end = start[vertex + 1] as number;
    let edge = cursor[vertex] as number;
    for (; edge < end; edge++) {
      if (((kind[edge] as number) & mask) === 0) continue;
      const next = to[edge] as number;
      if (index[next] === 0) {
        cursor[vertex] = edge + 1;
        enter(next);
        return true;
      }
      if (isOpen[next] === 1) low[vertex] = Math.min(low[vertex] as number, index[next] as number);
    }
    return false;
  }

  function leave(vertex: number) {
    pathLength--;
    if (pathLength > 0) {
      const parent = path[pathLength - 1] as number;
      low[parent] = Math.min(low[parent] as number, low[vertex] as number);
    }
    if (low[vertex] !== index[vertex]) return;
    const isAlone = open[openLength - 1] === vertex;
    let member: number;
    do {
      member = open[--openLength] as number;
      isOpen[member] = 0;
      if (!isAlone) of[member] = count;
    } while (member !== vertex);
    if (!isAlone) count++;
  }
}

/** The members of each component, ascending. */
export function membersOf({ of, count }: Components): readonly (readonly number[])[] {
  const members = Array.from({ length: count }, (): number[] => []);
  of.forEach((component, vertex) => {
    if (component !== ALONE) members[component]?.push(vertex);
  });
  return members;
}
