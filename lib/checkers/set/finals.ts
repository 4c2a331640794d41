import { type Bits, combine, firstBits, noBits } from './bits.ts';
import type { Elements } from './elements.ts';
import type { Scanner, Sighting } from './scanner.ts';
import type { FinalRead } from './types.ts';

/** A final read and what it held. */
export interface ScannedFinal extends Sighting {
  readonly read: FinalRead;
  readonly position: number;
}

/** The final reads together. */
export interface Finals {
  readonly reads: readonly ScannedFinal[];
  /** In every final read; nothing where there is none. */
  readonly everywhere: Bits;
  /** In at least one. */
  readonly anywhere: Bits;
  /** Acknowledged and not everywhere; nothing where there is no final read. */
  readonly lost: Bits;
}

/** Scans the final reads; their positions follow those of the `before` reads during the run. */
export function scanFinals(
  finalReads: readonly FinalRead[],
  before: number,
  elements: Elements,
  scanner: Scanner,
): Finals {
  const reads = finalReads
    .toSorted((one, other) => one.evidence - other.evidence)
    .map((read, at) => ({
      read,
      position: before + at,
      ...scanner.scan(read.elements, before + at),
    }));
  const { size } = elements;
  const everywhere = intersection(reads, size);
  const known = firstBits(reads.length > 0 ? elements.acknowledged : 0, size);
  const lost = combine(known, everywhere, (acknowledged, held) => acknowledged & ~held);
  return { reads, everywhere, anywhere: union(reads, size), lost };
}

/** In every one of some reads; of none: nothing. */
export function intersection(reads: readonly Sighting[], size: number): Bits {
  return reads
    .map(({ present }) => present)
    .reduce(
      (one, other) => combine(one, other, (a, b) => a & b),
      firstBits(reads.length > 0 ? size : 0, size),
    );
}

/** In at least one of some reads. */
export function union(reads: readonly Sighting[], size: number): Bits {
  return reads
    .map(({ present }) => present)
    .reduce((one, other) => combine(one, other, (a, b) => a | b), noBits(size));
}
