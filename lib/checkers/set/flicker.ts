import { EXAMPLES, Worst } from '../examples.ts';
import { type Bits, countBits, eachBit, noBits, wordOf } from './bits.ts';
import { elementAt } from './counted-bits.ts';
import type { Elements } from './elements.ts';
import type { SweptRead } from './stale-reads.ts';
import type { Flicker, Read, SetResult } from './types.ts';

interface Settings {
  readonly elements: Elements;
  /** In order of invocation. */
  readonly reads: readonly Read[];
  /** The elements that are there in the end; others don't flicker, they are lost or vanished. */
  readonly last: Bits;
  /** Position of the read that saw an element first. */
  readonly seenIn: Int32Array;
}

/** Some reads next to each other, all of which lack an element. */
interface Stretch {
  readonly element: number;
  /** Position of the first of them. */
  readonly since: number;
  /** Position after the last of them. */
  readonly end: number;
  readonly from: number;
  readonly until: number;
}

/**
 * Finds elements that were seen, that a later read lacked, and that are there in the end. One that
 * no read had held yet is not among them: that is staleness.
 */
export class Flickers {
  /** Elements that flickered. */
  readonly flickered: Bits;
  readonly #settings: Settings;
  /** Elements in a stretch of absence. */
  readonly #open: Bits;
  /** Position of the first read of the open stretch of an element. */
  readonly #since: Int32Array;
  readonly #worst = new Worst<Stretch>(byDuration);

  constructor(settings: Settings) {
    const { size } = settings.elements;
    this.#settings = settings;
    this.flickered = noBits(size);
    this.#open = noBits(size);
    this.#since = new Int32Array(size);
  }

  look({ present, seen, position }: SweptRead): void {
    const { last } = this.#settings;
    for (let word = 0; word < present.length; word += 1) {
      const absent = wordOf(seen, word) & ~wordOf(present, word) & wordOf(last, word);
      const open = wordOf(this.#open, word);
      if (absent === open) continue;
      eachBit(absent & ~open, word, (element) => {
        this.#since[element] = position;
      });
      eachBit(open & ~absent, word, (element) => this.#close(element, position));
      this.#open[word] = absent;
      this.flickered[word] = wordOf(this.flickered, word) | absent;
    }
  }

  result(): SetResult['flicker'] {
    const end = this.#settings.reads.length;
    for (const [word, bits] of this.#open.entries()) {
      eachBit(bits, word, (element) => this.#close(element, end));
    }
    this.#open.fill(0);
    const { count, examples } = this.#worst.counted();
    return {
      count,
      examples: examples.map((stretch) => this.#describe(stretch)),
      elements: countBits(this.flickered),
    };
  }

  #close(element: number, end: number): void {
    const { reads } = this.#settings;
    const since = this.#since[element] ?? 0;
    const from = reads[since]?.invokedAt ?? Number.NaN;
    let until = from;
    for (let position = since; position < end; position += 1) {
      until = Math.max(until, reads[position]?.settledAt ?? until);
    }
    this.#worst.offer({ element, since, end, from, until });
  }

  #describe({ element, since, end, from, until }: Stretch): Flicker {
    const { elements, reads, seenIn } = this.#settings;
    return {
      ...elementAt(elements, element),
      acknowledged: element < elements.acknowledged,
      seenBy: reads[seenIn[element] ?? 0]?.id ?? Number.NaN,
      absent: reads.slice(since, Math.min(end, since + EXAMPLES)).map(({ id }) => id),
      absences: end - since,
      from,
      until,
      durationMs: until - from,
    };
  }
}

function byDuration(one: Stretch, other: Stretch): number {
  const longer = other.until - other.from - (one.until - one.from);
  return longer || one.from - other.from || one.element - other.element;
}
