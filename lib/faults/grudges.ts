import { UsageError } from '../core/errors.ts';
import { CLIENTS } from '../core/network.ts';
import type { Direction } from './hearing.ts';

/**
 * Who does not hear whom, as pure maps: Jepsen's grammar of partitions (jepsen.nemesis). Each
 * shape is a list of directions that are cut.
 */
export type Cut = readonly Direction[];

/** Nothing goes from one group to the other. */
export const oneWay = (from: readonly string[], to: readonly string[]): Cut =>
  from.flatMap((one) => to.map((other) => ({ from: one, to: other })));

/** Nothing goes between two groups. */
export const between = (some: readonly string[], others: readonly string[]): Cut => [
  ...oneWay(some, others),
  ...oneWay(others, some),
];

/** The first half, rounded down, and the rest. */
export function bisect(nodes: readonly string[]): readonly [readonly string[], readonly string[]] {
  const half = Math.floor(nodes.length / 2);
  return [nodes.slice(0, half), nodes.slice(half)];
}

/** Nobody hears anybody. */
export const apart = (nodes: readonly string[]): Cut =>
  nodes.flatMap((to) =>
    oneWay(
      nodes.filter((from) => from !== to),
      [to],
    ),
  );

/** Two halves that don't hear each other, and one node in the middle that hears, and is heard by, all. */
export function bridge(nodes: readonly string[]): Cut {
  const [middle, ...rest] = nodes;
  if (middle === undefined) return [];
  return between(...bisect(rest));
}

/**
 * Every node hears a majority, itself included, and no two the same one: node i hears those up to
 * `floor(n / 2) / 2` places to either side of it. With three nodes that is everybody, so there
 * each one does not hear its next.
 */
export function majoritiesRing(nodes: readonly string[]): Cut {
  const count = nodes.length;
  const wanted = Math.floor(count / 2) + 1;
  return nodes.flatMap((to, at) => {
    const before = Math.floor((wanted - 1) / 2);
    const heard = Array.from(
      { length: wanted },
      (_, step) => nodes[(at - before + step + count) % count],
    );
    return nodes
      .filter((from) => from !== to && !heard.includes(from))
      .map((from) => ({ from, to }));
  });
}

/** `a > b; b > c`: nothing goes from a to b, and nothing from b to c. `a <> b` is both ways. */
export function parseCuts(text: string): Cut {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [, from, arrow, to] = part.match(/^(\S+)\s*(<?>)\s*(\S+)$/) ?? [];
      if (from === undefined || to === undefined) {
        throw new UsageError(`partition, cuts: expected 'a > b' or 'a <> b', found '${part}'`, {
          hint: "For example 'galera-1 > galera-2; galera-2 <> galera-3'.",
        });
      }
      return arrow === '<>' ? between([from], [to]) : [{ from, to }];
    });
}

/** On whose side clients are: they hear that one only. */
export type ClientSide = 'everywhere' | 'with-targets' | 'with-others';

/** What is cut between clients and the machines of the other side. */
export function clientCut(
  side: ClientSide,
  targets: readonly string[],
  others: readonly string[],
): Cut {
  switch (side) {
    case 'everywhere':
      return [];
    case 'with-targets':
      return between([CLIENTS], others);
    case 'with-others':
      return between([CLIENTS], targets);
  }
}
