import { type Counted, counted } from '../examples.ts';
import type { Scanned } from './read-order.ts';
import type { Scanner } from './scanner.ts';
import type { Duplicate } from './types.ts';

/** Values that some read held more often than they can have been added; most frequent first. */
export function duplicatesIn(scanner: Scanner, referTo: Scanned['referTo']): Counted<Duplicate> {
  const { count, examples } = counted(
    scanner
      .duplicates()
      .toSorted((one, other) => other.times - one.times || one.value - other.value),
  );
  return {
    count,
    examples: examples.map(({ value, times, position }) => ({
      value,
      times,
      seen: referTo(position),
    })),
  };
}
