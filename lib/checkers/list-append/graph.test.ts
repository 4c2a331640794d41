import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addEdge, noEdges } from './edges.ts';
import { type Graph, graphOf } from './graph.ts';

const NODES = 12;
const VERTICES = NODES + 3;
type Edge = readonly [from: number, to: number, kind: number, key: number];

const vertex = fc.nat(VERTICES - 1);
const edge: fc.Arbitrary<Edge> = fc.tuple(vertex, vertex, fc.constantFrom(1, 2, 4), fc.nat(5));

function graphWith(list: readonly Edge[]): Graph {
  const edges = noEdges(NODES);
  edges.vertices = VERTICES;
  for (const one of list) addEdge(edges, ...one);
  return graphOf(edges);
}

function row({ start, from, to, kind, key }: Graph, of: number): readonly Edge[] {
  const columns = [from, to, kind, key].map((column) => column.slice(start[of], start[of + 1]));
  return Array.from(columns[0] ?? [], (_, at) => columns.map((column) => column[at]) as never);
}

test('each vertex has the edges that leave it, in their order, and none to itself', () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 200, size: 'max' }), (list) => {
      const graph = graphWith(list);
      const rows = Array.from({ length: VERTICES }, (_, of) => row(graph, of));
      const expected = rows.map((_, of) => list.filter(([from, to]) => from === of && to !== of));
      expect(rows).toEqual(expected);
      expect(graph.to.length).toBe(expected.flat().length);
    }),
  );
});

test('three million edges are all there, whatever blocks they came in', () => {
  const count = 3_000_000;
  const edges = noEdges(2);
  for (let key = 0; key < count; key++) addEdge(edges, key % 2, 1 - (key % 2), 1, key);
  const { start, key } = graphOf(edges);
  expect([...start]).toEqual([0, count / 2, count]);
  expect(key.subarray(0, count / 2).every((one, at) => one === 2 * at)).toBe(true);
  expect(key.subarray(count / 2).every((one, at) => one === 2 * at + 1)).toBe(true);
});
