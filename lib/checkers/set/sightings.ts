import { type Bits, eachBit, noBits, wordOf } from './bits.ts';
import type { Elements } from './elements.ts';
import type { Read } from './types.ts';

/** What completed reads have held, all of them together. */
export interface Seen {
  readonly bits: Bits;
  /** Position of the read that held an element and completed first; -1 for none. */
  readonly seenIn: Int32Array;
  /** Held by a read that completed before the first add of them was invoked. */
  readonly early: Bits;
}

/** Gathers what reads held, in order of completion; keeps only reads still under way. */
export class Sightings {
  readonly seen: Seen;
  readonly #elements: Elements;
  readonly #pending: { readonly read: Read; readonly position: number; readonly present: Bits }[] =
    [];

  constructor(elements: Elements) {
    const { size } = elements;
    this.#elements = elements;
    this.seen = { bits: noBits(size), seenIn: new Int32Array(size).fill(-1), early: noBits(size) };
  }

  add(read: Read, position: number, present: Bits): void {
    const later = this.#pending.findIndex((pending) => pending.read.settledAt > read.settledAt);
    this.#pending.splice(later < 0 ? this.#pending.length : later, 0, { read, position, present });
  }

  /** Learns what reads held that completed before a time. */
  learnUntil(time: number): void {
    const under = this.#pending.findIndex(({ read }) => !(read.settledAt < time));
    this.#learn(under < 0 ? this.#pending.length : under);
  }

  learnAll(): void {
    this.#learn(this.#pending.length);
  }

  #learn(reads: number): void {
    for (const { read, position, present } of this.#pending.splice(0, reads)) {
      this.#merge(present, position, read.settledAt);
    }
  }

  #merge(present: Bits, position: number, settledAt: number): void {
    const { bits, seenIn, early } = this.seen;
    const { invokedAt } = this.#elements;
    for (let word = 0; word < present.length; word += 1) {
      const fresh = wordOf(present, word) & ~wordOf(bits, word);
      if (fresh === 0) continue;
      bits[word] = wordOf(bits, word) | fresh;
      eachBit(fresh, word, (element) => {
        seenIn[element] = position;
        const sentAt = invokedAt[element] ?? 0;
        if (settledAt < sentAt) early[word] = wordOf(early, word) | (1 << (element & 31));
      });
    }
  }
}
