/** The widest window of values that is still addressed directly, in slots a value. */
const WINDOW = 4;
const doubles = new Float64Array(1);
const halves = new Uint32Array(doubles.buffer);

/**
 * Which index a value has. Integers that lie close together, as a workload's do, are addressed
 * directly; any others by open addressing with linear probing (Knuth, TAOCP 3, section 6.4,
 * algorithm L). That misses the processor's caches, so the successor of each value in the last
 * read is tried first: reads mostly list what they hold in the same order.
 */
export class ValueIndex {
  /** Index + 1 of the value in a slot; 0 for none. */
  readonly #slots: Int32Array;
  readonly #values: Float64Array;
  /** The index that was asked for after an index, the last time; a guess. */
  readonly #successors: Int32Array;
  #previous = 0;
  /** Smallest value of the window; undefined where values are hashed. */
  readonly #base: number | undefined;
  #size = 0;

  /** `spread` is every value that will be added, in any order, repeats allowed. */
  constructor(spread: Float64Array) {
    this.#values = new Float64Array(spread.length);
    this.#base = windowBase(spread);
    const slots = 2 ** Math.ceil(Math.log2(Math.max(1, spread.length) * 2));
    this.#successors = new Int32Array(this.#base === undefined ? spread.length : 0);
    this.#slots = new Int32Array(this.#base === undefined ? slots : spread.length * WINDOW);
  }

  get size(): number {
    return this.#size;
  }

  /** The values in the order of their indexes. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#size);
  }

  /** The value's index; -1 if it has none. */
  indexOf(value: number): number {
    if (this.#base === undefined) return this.#hashedIndexOf(value);
    const slot = value - this.#base;
    return slot >= 0 && slot < this.#slots.length && Math.floor(value) === value
      ? (this.#slots[slot] ?? 0) - 1
      : -1;
  }

  /** Gives the next index to a value that has none; -0 becomes 0. */
  add(value: number): number {
    const slot = this.#base === undefined ? this.#probe(value) : value - this.#base;
    this.#values[this.#size] = value + 0;
    this.#size += 1;
    this.#slots[slot] = this.#size;
    return this.#size - 1;
  }

  #hashedIndexOf(value: number): number {
    const guess = this.#successors[this.#previous] ?? 0;
    if (guess < this.#size && this.#values[guess] === value) {
      this.#previous = guess;
      return guess;
    }
    const index = (this.#slots[this.#probe(value)] ?? 0) - 1;
    if (index < 0) return index;
    this.#successors[this.#previous] = index;
    this.#previous = index;
    return index;
  }

  /** The slot that holds a value, or the free one where it belongs. */
  #probe(value: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(value) & mask;
    for (;;) {
      const index = (this.#slots[slot] ?? 0) - 1;
      if (index < 0 || this.#values[index] === value) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

/** The smallest value, if all are integers in a window that is worth a slot for each. */
function windowBase(values: Float64Array): number | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isSafeInteger(value)) return undefined;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low < values.length * WINDOW ? low : undefined;
}

/** Spreads the 64 bits of a double over 32 (MurmurHash3, fmix32); 0 and -0 are one value. */
function hash(value: number): number {
  doubles[0] = value + 0;
  let mixed = (halves[0] ?? 0) ^ Math.imul(halves[1] ?? 0, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
