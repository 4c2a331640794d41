import { type Bits, noBits } from './bits.ts';
import type { Elements } from './elements.ts';

/** What one read held. */
export interface Sighting {
  readonly present: Bits;
  /** Values that nobody sent, with how often the read held them. */
  readonly strangers: ReadonlyMap<number, number>;
}

/** The most that any one read held of a value, and which read that was. */
export interface Multiplicity {
  readonly value: number;
  readonly times: number;
  readonly position: number;
}

/** Turns reads into sets of indexes and keeps the duplicates they hold. */
export class Scanner {
  readonly #elements: Elements;
  /** Beyond the first, in the read at hand; all 0 between reads. */
  readonly #repeats: Int32Array;
  readonly #most: Int32Array;
  readonly #mostIn: Int32Array;
  readonly #strangers = new Map<number, Multiplicity>();

  constructor(elements: Elements) {
    this.#elements = elements;
    this.#repeats = new Int32Array(elements.size);
    this.#most = new Int32Array(elements.size);
    this.#mostIn = new Int32Array(elements.size);
  }

  /** `position` is what the read is called in whatever is found. */
  scan(elements: ArrayLike<number>, position: number): Sighting {
    const { index, size } = this.#elements;
    const present = noBits(size);
    const strangers = new Map<number, number>();
    const repeated: number[] = [];
    for (let at = 0; at < elements.length; at += 1) {
      const value = elements[at] ?? Number.NaN;
      const element = index.indexOf(value);
      if (element < 0) {
        strangers.set(value, (strangers.get(value) ?? 0) + 1);
        continue;
      }
      const word = element >>> 5;
      const before = present[word] ?? 0;
      const after = before | (1 << (element & 31));
      if (before === after) this.#repeat(element, repeated);
      else present[word] = after;
    }
    this.#settle(repeated, strangers, position);
    return { present, strangers };
  }

  /** The values that some read held more often than they can have been added, by value. */
  duplicates(): readonly Multiplicity[] {
    const { attempts, values } = this.#elements;
    const found = [...this.#strangers.values()].filter(({ times }) => times > 1);
    for (const [element, times] of this.#most.entries()) {
      if (times <= Math.max(1, attempts[element] ?? 0)) continue;
      const position = this.#mostIn[element] ?? 0;
      found.push({ value: values[element] ?? 0, times, position });
    }
    return found.sort((one, other) => one.value - other.value);
  }

  /** Values that nobody sent, with the position of a read that held them most often. */
  strangers(): ReadonlyMap<number, number> {
    return new Map(this.#strangers.values().map(({ value, position }) => [value, position]));
  }

  #repeat(element: number, repeated: number[]): void {
    const repeats = this.#repeats[element] ?? 0;
    if (repeats === 0) repeated.push(element);
    this.#repeats[element] = repeats + 1;
  }

  #settle(
    repeated: readonly number[],
    strangers: ReadonlyMap<number, number>,
    position: number,
  ): void {
    for (const element of repeated) {
      const times = (this.#repeats[element] ?? 0) + 1;
      this.#repeats[element] = 0;
      if (times <= (this.#most[element] ?? 0)) continue;
      this.#most[element] = times;
      this.#mostIn[element] = position;
    }
    for (const [value, times] of strangers) {
      if (times <= (this.#strangers.get(value)?.times ?? 0)) continue;
      this.#strangers.set(value, { value, times, position });
    }
  }
}
