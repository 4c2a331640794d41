import type { Elements } from './elements.ts';
import type { Finals } from './finals.ts';
import type { Seen } from './sightings.ts';
import type { Read, ReadReference } from './types.ts';

/** Everything that reads told, and how to point to one by its position. */
export interface Scanned {
  readonly elements: Elements;
  readonly finals: Finals;
  readonly seen: Seen;
  readonly referTo: (position: number) => ReadReference;
}

/** The reads in order of invocation. */
export function inOrder(reads: readonly Read[]): readonly Read[] {
  return reads.toSorted(
    (one, other) =>
      one.invokedAt - other.invokedAt || one.settledAt - other.settledAt || one.id - other.id,
  );
}

/** Positions count the reads during the run, in order of invocation, and then the final ones. */
export function referrer(reads: readonly Read[], finals: Finals): Scanned['referTo'] {
  return (position) => {
    const final = finals.reads[position - reads.length];
    if (final === undefined) return { read: reads[position]?.id ?? Number.NaN };
    const { machine, pass, evidence } = final.read;
    return { machine, pass, evidence };
  };
}
