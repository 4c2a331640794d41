import type { Step } from './anomaly.ts';
import { authorsOf, unseenAppends } from './authors.ts';
import type { Hop } from './cycle.ts';
import { PROCESS, REALTIME, RW, WR, WW } from './edges.ts';
import { idOf, microOpAt, nameOf, type Operations } from './operations.ts';
import type { Transaction } from './transaction.ts';
import { inferVersions, listAt, type Versions } from './versions.ts';
import { listWords } from './words.ts';

/** Says why one transaction of a cycle comes before the next; vertices are nodes. */
export function explainHop(operations: Operations, hop: Hop): Step {
  const ends = { from: idOf(operations, hop.from), to: idOf(operations, hop.to) };
  if (hop.kind === PROCESS || hop.kind === REALTIME) {
    const explanation = orderWords(operations, hop);
    return { ...ends, kind: kindNames[hop.kind], values: [], explanation };
  }
  const versions = inferVersions(operations, hop.key);
  const { values, explanation } = dataWords(operations, hop, versions);
  const kind = kindNames[hop.kind as typeof WW];
  return { ...ends, kind, key: versions.key, values, explanation };
}

const kindNames = {
  [WW]: 'ww',
  [WR]: 'wr',
  [RW]: 'rw',
  [PROCESS]: 'process',
  [REALTIME]: 'realtime',
} as const;

function orderWords(operations: Operations, { from, to, kind }: Hop): string {
  const [one, other] = [from, to].map((node) => operations.transactions[node] as Transaction) as [
    Transaction,
    Transaction,
  ];
  const [first, second] = [nameOf(operations, from), nameOf(operations, to)];
  const where = kind === PROCESS ? `in lane ${one.lane} ` : '';
  return `${where}${first} ended at ${one.settledAt} ms, before ${second} began at ${other.invokedAt} ms`;
}

interface Words {
  readonly values: readonly number[];
  readonly explanation: string;
}

function dataWords(operations: Operations, hop: Hop, versions: Versions): Words {
  switch (hop.kind) {
    case WW:
      return writeWords(operations, hop, versions);
    case WR:
      return readWords(operations, hop, versions);
    default:
      return overwriteWords(operations, hop, versions);
  }
}

function writeWords(operations: Operations, { from, to }: Hop, versions: Versions): Words {
  const { order, key } = versions;
  const places = placesOf(operations, versions);
  const unseen = unseenOf(operations, versions, to);
  const elementAt = (index: number) => nextElement(places[index], order, to, unseen);
  const earlier = places.findIndex(
    ({ author }, index) => author === from && elementAt(index + 1) !== undefined,
  );
  const before = order[places[earlier]?.place ?? -1] as number;
  const after = elementAt(earlier + 1) as number;
  return {
    values: [before, after],
    explanation: `${nameOf(operations, to)} appended ${after} to key ${key} after ${nameOf(operations, from)} appended ${before}`,
  };
}

function readWords(operations: Operations, { from, to }: Hop, versions: Versions): Words {
  const { order, key, reads, readUntil } = versions;
  const places = placesOf(operations, versions);
  const lastBefore = (until: number) => places.findLast(({ place }) => place < until);
  const index = reads.findIndex(
    (read, at) =>
      operations.nodeOf[read] === to && lastBefore(readUntil[at] as number)?.author === from,
  );
  const value = order[lastBefore(readUntil[index] as number)?.place ?? -1] as number;
  const list = listAt(operations, reads[index] as number);
  return {
    values: [value],
    explanation: `${nameOf(operations, to)} read ${listWords(list)} of key ${key} and so saw ${nameOf(operations, from)}'s append of ${value}`,
  };
}

function overwriteWords(operations: Operations, { from, to }: Hop, versions: Versions): Words {
  const { order, key, reads, readUntil } = versions;
  const places = placesOf(operations, versions);
  const unseen = unseenOf(operations, versions, to);
  const elementFrom = (until: number) =>
    nextElement(
      places.find(({ place }) => place >= until),
      order,
      to,
      unseen,
    );
  const index = reads.findIndex((read, at) => {
    const until = readUntil[at] as number;
    return operations.nodeOf[read] === from && until >= 0 && elementFrom(until) !== undefined;
  });
  const value = elementFrom(readUntil[index] as number) as number;
  const list = listAt(operations, reads[index] as number);
  return {
    values: [value],
    explanation: `${nameOf(operations, from)} read ${listWords(list)} of key ${key} and so did not see ${nameOf(operations, to)}'s append of ${value}`,
  };
}

interface Place {
  readonly author: number;
  readonly place: number;
}

/** The elements of the order whose author is known, in their order. */
function placesOf(operations: Operations, versions: Versions): readonly Place[] {
  return authorsOf(operations, versions)
    .map((author, place) => ({ author, place }))
    .filter(({ author }) => author >= 0);
}

/** What the node appended at a place, or after the end of the order; undefined if it did not. */
function nextElement(
  next: Place | undefined,
  order: readonly number[],
  node: number,
  unseen: number | undefined,
): number | undefined {
  if (next === undefined) return unseen;
  return next.author === node ? order[next.place] : undefined;
}

/** An element of the node that no read shows. */
function unseenOf(operations: Operations, versions: Versions, node: number): number | undefined {
  const append = unseenAppends(operations, versions).find((op) => operations.nodeOf[op] === node);
  return append === undefined ? undefined : (microOpAt(operations, append).value as number);
}
