import type { Add } from './types.ts';
import { ValueIndex } from './value-index.ts';

/**
 * The distinct values that were sent, each with an index: first the acknowledged ones in the order
 * of acknowledgement, then those of unknown fate, then those that certainly failed. The first two
 * are so the indexes below a bound, and "acknowledged before t" is too.
 */
export interface Elements {
  readonly size: number;
  /** Indexes below this were acknowledged. */
  readonly acknowledged: number;
  /** Indexes below this may have happened; the others failed. */
  readonly possible: number;
  readonly values: Float64Array;
  /** Id of the add that put the element in its class: the first that was acknowledged, if any. */
  readonly ids: Float64Array;
  /** First invocation that may have happened, ms. */
  readonly invokedAt: Float64Array;
  /** First acknowledgement, ms; ascending below `acknowledged`, meaningless above. */
  readonly acknowledgedAt: Float64Array;
  /** How many adds of the value may have happened, at least 1. */
  readonly attempts: Int32Array;
  readonly index: ValueIndex;
}

/** Gives every value its index. One that was sent more than once counts by its best outcome. */
export function elementsOf(adds: readonly Add[]): Elements {
  const index = new ValueIndex(Float64Array.from(adds, ({ value }) => value));
  const columns = emptyColumns(adds.length);
  const [ok, unknown, failed] = classes(adds);
  for (const add of ok) enter(add, index, columns);
  const acknowledged = index.size;
  for (const add of unknown) enter(add, index, columns);
  const possible = index.size;
  for (const add of failed) if (index.indexOf(add.value) < 0) enter(add, index, columns);
  return { size: index.size, acknowledged, possible, values: index.values, ...columns, index };
}

/** How many elements were acknowledged before a time; they are the first indexes. */
export function acknowledgedBefore(
  { acknowledged, acknowledgedAt }: Elements,
  time: number,
): number {
  let [low, high] = [0, acknowledged];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((acknowledgedAt[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function emptyColumns(size: number) {
  return {
    ids: new Float64Array(size),
    invokedAt: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
    acknowledgedAt: new Float64Array(size),
    attempts: new Int32Array(size),
  };
}

function classes(adds: readonly Add[]): [Add[], Add[], Add[]] {
  const sorted: [Add[], Add[], Add[]] = [[], [], []];
  for (const add of adds)
    sorted[add.outcome === 'ok' ? 0 : add.outcome === 'fail' ? 2 : 1].push(add);
  for (const group of sorted) group.sort(bySettlement);
  return sorted;
}

function bySettlement(one: Add, other: Add): number {
  if (one.settledAt !== other.settledAt) return one.settledAt < other.settledAt ? -1 : 1;
  return one.id - other.id;
}

function enter(add: Add, index: ValueIndex, columns: ReturnType<typeof emptyColumns>): void {
  const known = index.indexOf(add.value);
  const element = known < 0 ? index.add(add.value) : known;
  if (known < 0) {
    columns.ids[element] = add.id;
    columns.acknowledgedAt[element] = add.settledAt;
  }
  columns.attempts[element] = (columns.attempts[element] ?? 0) + 1;
  columns.invokedAt[element] = Math.min(columns.invokedAt[element] ?? 0, add.invokedAt);
}
