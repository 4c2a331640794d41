import { Worst } from '../examples.ts';
import { type Bits, below, lowest, noBits, popcount, wordOf } from './bits.ts';
import { elementAt } from './counted-bits.ts';
import { acknowledgedBefore, type Elements } from './elements.ts';
import type { Read, SetResult, StaleRead } from './types.ts';

/** A read as the sweep over all reads, in order of invocation, meets it. */
export interface SweptRead {
  readonly read: Read;
  /** From 0, in order of invocation. */
  readonly position: number;
  readonly present: Bits;
  /** Held by a read that completed before this one began. */
  readonly seen: Bits;
}

/** Finds reads that lack elements acknowledged before they began. */
export class StaleReads {
  /** Elements that some read lacked though they were acknowledged before it began. */
  readonly late: Bits;
  readonly #elements: Elements;
  readonly #lost: Bits;
  readonly #worst = new Worst<StaleRead>(byStaleness);
  #lagging = 0;

  constructor(elements: Elements, lost: Bits) {
    this.#elements = elements;
    this.#lost = lost;
    this.late = noBits(elements.size);
  }

  look(swept: SweptRead): void {
    const { id, machine, invokedAt } = swept.read;
    const found = this.#missing(swept, acknowledgedBefore(this.#elements, invokedAt));
    if (found.missing === 0) return;
    const { missing, lost, seenBefore, first, firstKept } = found;
    const lagging = firstKept >= 0;
    if (lagging) this.#lagging += 1;
    this.#worst.offer({
      read: id,
      ...(machine === undefined ? {} : { machine }),
      missing,
      lost,
      seenBefore,
      oldest: elementAt(this.#elements, first),
      stalenessMs: lagging ? invokedAt - (this.#elements.acknowledgedAt[firstKept] ?? 0) : 0,
    });
  }

  result(): SetResult['staleReads'] {
    const all = this.#worst.counted();
    return { ...all, lagging: this.#lagging, worstStalenessMs: all.examples[0]?.stalenessMs ?? 0 };
  }

  /** What a read lacks of the indexes below `end`; -1 for no index. */
  #missing({ present, seen }: SweptRead, end: number) {
    const found = { missing: 0, lost: 0, seenBefore: 0, first: -1, firstKept: -1 };
    for (let word = 0; word * 32 < end; word += 1) {
      const absent = below(end, word) & ~wordOf(present, word);
      if (absent === 0) continue;
      const kept = absent & ~wordOf(this.#lost, word);
      found.missing += popcount(absent);
      found.lost += popcount(absent & ~kept);
      found.seenBefore += popcount(absent & wordOf(seen, word));
      if (found.first < 0) found.first = word * 32 + lowest(absent);
      if (found.firstKept < 0 && kept !== 0) found.firstKept = word * 32 + lowest(kept);
      this.late[word] = wordOf(this.late, word) | absent;
    }
    return found;
  }
}

function byStaleness(one: StaleRead, other: StaleRead): number {
  return (
    other.stalenessMs - one.stalenessMs || other.missing - one.missing || one.read - other.read
  );
}
