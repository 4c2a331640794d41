import { type Bits, combine, firstBits, noBits } from './bits.ts';
import { acknowledgedBefore, type Elements } from './elements.ts';
import type { Finals } from './finals.ts';
import { Flickers } from './flicker.ts';
import type { Scanner } from './scanner.ts';
import { type Seen, Sightings } from './sightings.ts';
import { StaleReads } from './stale-reads.ts';
import type { Read, SetResult } from './types.ts';

interface Reads {
  readonly elements: Elements;
  /** In order of invocation. */
  readonly reads: readonly Read[];
  readonly finals: Finals;
  readonly scanner: Scanner;
}

/** What the reads during the run told. */
export interface Swept extends Pick<SetResult, 'flicker' | 'staleReads'> {
  readonly seen: Seen;
  /** Seen, or acknowledged, before the read invoked last began; before the final reads, if any. */
  readonly known: Bits;
  /** Known elements that a read lacked which began later. */
  readonly stale: Bits;
}

/** Elements that may have been added and that every final read or, of none, the last read holds. */
export function lastWord({ elements, reads, finals, scanner }: Reads): Bits {
  const possible = firstBits(elements.possible, elements.size);
  const read = reads.at(-1);
  if (finals.reads.length === 0 && read === undefined) return noBits(elements.size);
  const last =
    finals.reads.length > 0 || read === undefined
      ? finals.everywhere
      : scanner.scan(read.elements, reads.length - 1).present;
  return combine(last, possible, (held, sent) => held & sent);
}

/** Meets every read once, in order of invocation, with what had been seen before it began. */
export function sweep({
  elements,
  reads,
  finals,
  scanner,
  last,
}: Reads & { readonly last: Bits }): Swept {
  const sightings = new Sightings(elements);
  const { seen } = sightings;
  const staleReads = new StaleReads(elements, finals.lost);
  const flickers = new Flickers({ elements, reads, last, seenIn: seen.seenIn });
  let known = noBits(elements.size);
  for (const [position, read] of reads.entries()) {
    sightings.learnUntil(read.invokedAt);
    const { present } = scanner.scan(read.elements, position);
    const swept = { read, position, present, seen: seen.bits };
    staleReads.look(swept);
    flickers.look(swept);
    if (position === reads.length - 1) known = knownBefore(read.invokedAt, elements, seen);
    sightings.add(read, position, present);
  }
  sightings.learnAll();
  if (finals.reads.length > 0) known = knownBefore(Number.POSITIVE_INFINITY, elements, seen);
  const flicker = flickers.result();
  const stale = combine(staleReads.late, flickers.flickered, (one, other) => one | other);
  return { seen, known, stale, flicker, staleReads: staleReads.result() };
}

function knownBefore(time: number, elements: Elements, { bits }: Seen): Bits {
  const acknowledged = firstBits(acknowledgedBefore(elements, time), elements.size);
  const possible = firstBits(elements.possible, elements.size);
  return bits.map((word, at) => (word | (acknowledged[at] ?? 0)) & (possible[at] ?? 0));
}
