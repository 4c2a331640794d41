import { microOpAt, type Operations } from './operations.ts';

/** An append that no read shows, or an element that nobody appended. */
export const NOWHERE = -1;
/** What contradicts itself: an element appended twice, a read beside the order. It tells nothing. */
export const UNPLACED = -2;

/** What a read shows that the version order does not hold. */
export interface Stray {
  readonly read: number;
  readonly element: number;
  /** Index in `appends`, or NOWHERE. */
  readonly writer: number;
}

/**
 * The version order of one key: the longest list that was read (Elle, section 4: a list is its
 * own history, so every version must be a prefix of it), its repetitions left out.
 */
export interface Versions {
  readonly key: number;
  readonly order: readonly number[];
  /** Of each element of the order: index in `appends`, NOWHERE or UNPLACED. */
  readonly writers: readonly number[];
  /** The ops that append to the key, ascending, of every outcome. */
  readonly appends: readonly number[];
  /** Place of each append in the order; NOWHERE if no read shows it; UNPLACED if beside the order. */
  readonly appendedAt: readonly number[];
  /** The ops whose reads were answered, ascending. */
  readonly reads: readonly number[];
  /** How many elements of the order each read shows, or UNPLACED. */
  readonly readUntil: readonly number[];
  readonly strays: readonly Stray[];
}

export function inferVersions(operations: Operations, keyIndex: number): Versions {
  const { appends, reads } = partition(operations, keyIndex);
  const lists = reads.map((op) => listAt(operations, op));
  const longest = longestOf(lists);
  const order = longest.distinct;
  const places = placeAppends(operations, appends, order);
  const readUntil = lists.map((list) =>
    longest.repeats ? prefixLength(distinct(list), order) : placeOf(list, order),
  );
  const { writers, appendedAt } = places;
  const strays = strayElements({ operations, appends, reads, lists, order, readUntil });
  for (const { writer } of strays) if (writer >= 0) appendedAt[writer] = UNPLACED;
  const key = operations.keys[keyIndex] as number;
  return { key, order, writers, appends, appendedAt, reads, readUntil, strays };
}

/** The elements of an answered read. */
export function listAt(operations: Operations, op: number): readonly number[] {
  return microOpAt(operations, op).value as readonly number[];
}

function partition(operations: Operations, keyIndex: number) {
  const { transactions, nodeOf, ops, opsStart } = operations;
  const appends: number[] = [];
  const reads: number[] = [];
  const end = opsStart[keyIndex + 1] as number;
  for (let place = opsStart[keyIndex] as number; place < end; place++) {
    const op = ops[place] as number;
    const { f, value } = microOpAt(operations, op);
    if (f === 'append') appends.push(op);
    else if (value && transactions[nodeOf[op] as number]?.outcome === 'ok') reads.push(op);
  }
  return { appends, reads };
}

/** The first of the reads with the most distinct elements; and whether the longest repeats any. */
function longestOf(lists: readonly (readonly number[])[]) {
  const longest = firstLongest(lists);
  const once = distinct(longest);
  if (once.length === longest.length) return { distinct: longest, repeats: false };
  return { distinct: firstLongest(lists.map(distinct)), repeats: true };
}

function firstLongest(lists: readonly (readonly number[])[]): readonly number[] {
  let best: readonly number[] = [];
  for (const list of lists) if (list.length > best.length) best = list;
  return best;
}

export function distinct(list: readonly number[]): readonly number[] {
  const set = new Set(list);
  return set.size === list.length ? list : [...set];
}

/** As prefixLength, and without the cost of looking for repetitions in a list that has none. */
function placeOf(list: readonly number[], order: readonly number[]): number {
  const place = prefixLength(list, order);
  return place === UNPLACED ? prefixLength(distinct(list), order) : place;
}

function prefixLength(list: readonly number[], order: readonly number[]): number {
  if (list.length > order.length) return UNPLACED;
  for (let i = list.length - 1; i >= 0; i--) if (list[i] !== order[i]) return UNPLACED;
  return list.length;
}

function placeAppends(
  operations: Operations,
  appends: readonly number[],
  order: readonly number[],
) {
  const places = new Map<number, number>();
  for (let place = 0; place < order.length; place++) places.set(order[place] as number, place);
  const writers = new Array<number>(order.length).fill(NOWHERE);
  const appendedAt = new Array<number>(appends.length).fill(NOWHERE);
  for (let index = 0; index < appends.length; index++) {
    const { value } = microOpAt(operations, appends[index] as number);
    const place = places.get(value as number);
    if (place === undefined) continue;
    const isFirst = writers[place] === NOWHERE;
    writers[place] = isFirst ? index : UNPLACED;
    appendedAt[index] = isFirst ? place : UNPLACED;
  }
  return { writers, appendedAt };
}

interface Placed extends Pick<Versions, 'appends' | 'reads' | 'order' | 'readUntil'> {
  readonly operations: Operations;
  readonly lists: readonly (readonly number[])[];
}

/** Each element beside the order with the first read that shows it. */
function strayElements({ operations, appends, reads, lists, order, readUntil }: Placed): Stray[] {
  if (!readUntil.includes(UNPLACED)) return [];
  const known = new Set(order);
  const writers = new Map(
    appends.map((op, index) => [microOpAt(operations, op).value as number, index]),
  );
  return lists.flatMap((list, index) => {
    if (readUntil[index] !== UNPLACED) return [];
    return list.flatMap((element): Stray[] => {
      if (known.has(element)) return [];
      known.add(element);
      return [{ read: reads[index] as number, element, writer: writers.get(element) ?? NOWHERE }];
    });
  });
}
