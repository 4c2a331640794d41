import { authorsOf, unseenAppends } from './authors.ts';
import { addEdge, addRelay, type Edges, RELAY, RW, WR, WW } from './edges.ts';
import type { Operations } from './operations.ts';
import { NOWHERE, type Versions } from './versions.ts';

/**
 * Appends that no read shows come after all that some read shows (Elle, section 4): who appended
 * the last known element, and who read up to there, precede them.
 */
export interface Tail {
  readonly keyIndex: number;
  /** Node, or NOWHERE. */
  readonly last: number;
  readonly readers: readonly number[];
  readonly unseen: readonly number[];
}

/** Marks the transactions that happened, though nobody was told: the order shows an append of them. */
export function markSeen(operations: Operations, versions: Versions, happened: Uint8Array) {
  const { transactions, nodeOf } = operations;
  const { appends, writers } = versions;
  for (const writer of writers) {
    const node = nodeOf[appends[writer] ?? NOWHERE];
    if (node !== undefined && transactions[node]?.outcome === 'info') happened[node] = 1;
  }
}

/**
 * Adds the ww, wr and rw edges that the version order of one key gives (Elle, section 4; Adya
 * 1999, section 3.1). Elements whose transaction failed or is unknown are stepped over.
 */
export function addDependencies(
  operations: Operations,
  keyIndex: number,
  versions: Versions,
  edges: Edges,
): Tail | undefined {
  const { nodeOf } = operations;
  const { reads, readUntil } = versions;
  const authors = authorsOf(operations, versions);
  addWriteOrder(authors, keyIndex, edges);
  const previous = carried(authors);
  const following = carriedBack(authors);
  const readers: number[] = [];
  for (let index = 0; index < reads.length; index++) {
    const until = readUntil[index] as number;
    if (until < 0) continue;
    const reader = nodeOf[reads[index] as number] as number;
    const writer = previous[until - 1] ?? NOWHERE;
    const overwriter = following[until] ?? NOWHERE;
    if (writer !== NOWHERE) addEdge(edges, writer, reader, WR, keyIndex);
    if (overwriter !== NOWHERE) addEdge(edges, reader, overwriter, RW, keyIndex);
    else if (readers.at(-1) !== reader) readers.push(reader);
  }
  const unseen = unseenAuthors(operations, unseenAppends(operations, versions));
  const last = previous.at(-1) ?? NOWHERE;
  return unseen.length === 0 ? undefined : { keyIndex, last, readers, unseen };
}

/** Adds the edges to those unseen appends whose transactions are known to have happened. */
export function addTail(tail: Tail, happened: Uint8Array, edges: Edges) {
  const { keyIndex, last, readers } = tail;
  const unseen = tail.unseen.filter((node) => happened[node] === 1);
  if (last !== NOWHERE) for (const node of unseen) addEdge(edges, last, node, WW, keyIndex);
  if (readers.length * unseen.length <= 4 * (readers.length + unseen.length)) {
    for (const reader of readers) {
      for (const node of unseen) addEdge(edges, reader, node, RW, keyIndex);
    }
  } else {
    addThroughRelays(readers, unseen, keyIndex, edges);
  }
}

function addWriteOrder(authors: readonly number[], keyIndex: number, edges: Edges) {
  let last = NOWHERE;
  for (const author of authors) {
    if (author === NOWHERE) continue;
    if (last !== NOWHERE) addEdge(edges, last, author, WW, keyIndex);
    last = author;
  }
}

/** At each place the author there, or the last one before. */
function carried(authors: readonly number[]): readonly number[] {
  const last = authors.slice();
  for (let place = 1; place < last.length; place++) {
    if (last[place] === NOWHERE) last[place] = last[place - 1] as number;
  }
  return last;
}

/** At each place the author there, or the next one after. */
function carriedBack(authors: readonly number[]): readonly number[] {
  const next = authors.slice();
  for (let place = next.length - 2; place >= 0; place--) {
    if (next[place] === NOWHERE) next[place] = next[place + 1] as number;
  }
  return next;
}

function unseenAuthors({ nodeOf }: Operations, appends: readonly number[]): readonly number[] {
  return [...new Set(appends.map((append) => nodeOf[append] as number))];
}

/**
 * Every reader to every writer but itself, with linear edges: one chain of relays reaches the
 * writers down from a place, another those up from it, so that a reader that is the writer at
 * some place enters below and above it.
 */
function addThroughRelays(
  readers: readonly number[],
  writers: readonly number[],
  keyIndex: number,
  edges: Edges,
) {
  const down = chain(writers, keyIndex, edges);
  const up = chain(writers.toReversed(), keyIndex, edges).reverse();
  const placeOf = new Map(writers.map((writer, place) => [writer, place]));
  for (const reader of readers) {
    const place = placeOf.get(reader) ?? writers.length;
    for (const entry of [down[place - 1], up[place + 1]]) {
      if (entry !== undefined) addEdge(edges, reader, entry, RW, keyIndex);
    }
  }
}

/** A relay for each writer that leads to it and to the relay before. */
function chain(writers: readonly number[], keyIndex: number, edges: Edges): number[] {
  const relays: number[] = [];
  for (const writer of writers) {
    const relay = addRelay(edges);
    addEdge(edges, relay, writer, RELAY, keyIndex);
    const before = relays.at(-1);
    if (before !== undefined) addEdge(edges, relay, before, RELAY, keyIndex);
    relays.push(relay);
  }
  return relays;
}
