import { type Counted, counted } from '../examples.ts';
import { combine, firstBits, hasBit, indexesOf } from './bits.ts';
import { elementAt } from './counted-bits.ts';
import type { Scanned } from './read-order.ts';
import type { Phantom } from './types.ts';

/**
 * Elements in any read that definitely failed, that nobody sent or had yet sent; by value.
 * `strangers` are values nobody sent, with the position of a read that held them.
 */
export function phantomsIn(
  scanned: Scanned,
  strangers: ReadonlyMap<number, number>,
): Counted<Phantom> {
  const { elements, finals, seen, referTo } = scanned;
  const everSeen = combine(seen.bits, finals.anywhere, (one, other) => one | other);
  const possible = firstBits(elements.possible, elements.size);
  const failed = combine(everSeen, possible, (held, sent) => held & ~sent);
  const early = combine(seen.early, possible, (held, sent) => held & sent);
  const phantom = (index: number, kind: Phantom['kind']) => ({
    ...elementAt(elements, index),
    kind,
    seen: referTo(firstSeen(index, scanned)),
  });
  const all: Phantom[] = [
    ...indexesOf(failed).map((index) => phantom(index, 'failed')),
    ...indexesOf(early).map((index) => phantom(index, 'before-sent')),
    ...strangers.entries().map(([value, position]) => ({
      value,
      kind: 'never-sent' as const,
      seen: referTo(position),
    })),
  ];
  return counted(all.sort((one, other) => one.value - other.value));
}

/** Position of the read that held an element first; of a final read if none during the run did. */
export function firstSeen(index: number, { seen, finals }: Scanned): number {
  const during = seen.seenIn[index] ?? -1;
  if (during >= 0) return during;
  return finals.reads.find(({ present }) => hasBit(present, index))?.position ?? -1;
}
