import type { ObjectWrite } from './types.ts';

/** A write, or the state before the first one. */
export type Origin = Pick<ObjectWrite, 'checksum' | 'invokedAt' | 'settledAt' | 'outcome'> & {
  readonly write: ObjectWrite | undefined;
};

/** Something completed at a time that shows that a write had begun by then. */
export interface Witness {
  readonly at: number;
  readonly origin: Origin;
}

/** Absent, before anything was written. */
export const nothingYet: Origin = {
  checksum: undefined,
  invokedAt: Number.NEGATIVE_INFINITY,
  settledAt: Number.NEGATIVE_INFINITY,
  outcome: 'ok',
  write: undefined,
};

/** Until when the effect of a write may have come: for ever, where nobody knows its fate. */
export function latestEffect({ outcome, settledAt }: Origin): number {
  return outcome === 'ok' ? settledAt : Number.POSITIVE_INFINITY;
}

/** Of what was witnessed before a time, strictly: the write invoked last. */
export type Newest = (time: number) => Origin | undefined;

/** Prepares to answer, for any time, which was the newest write witnessed by then. */
export function newestOf(witnesses: readonly Witness[]): Newest {
  const sorted = witnesses.toSorted((one, other) => one.at - other.at);
  const newest: Origin[] = [];
  for (const { origin } of sorted) {
    const before = newest.at(-1);
    newest.push(before === undefined || origin.invokedAt > before.invokedAt ? origin : before);
  }
  return (time) => newest[countBefore(sorted, time) - 1];
}

function countBefore(sorted: readonly Witness[], time: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.at ?? Number.POSITIVE_INFINITY) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
