/** A set of element indexes, 32 a word; signed, because V8 keeps those unboxed. */
export type Bits = Int32Array;

/** An empty set that can hold the indexes below `size`. */
export function noBits(size: number): Bits {
  return new Int32Array((size + 31) >>> 5);
}

/** The indexes below `end`, in a set for `size`. */
export function firstBits(end: number, size: number): Bits {
  return noBits(size).map((_, word) => below(end, word));
}

/** The bits of one word that stand for indexes below `end`. */
export function below(end: number, word: number): number {
  const bits = end - word * 32;
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : (1 << bits) - 1;
}

export function hasBit(bits: Bits, index: number): boolean {
  return (wordOf(bits, index >>> 5) & (1 << (index & 31))) !== 0;
}

/** The word at a position; empty beyond the end. */
export function wordOf(bits: Bits, word: number): number {
  return bits[word] ?? 0;
}

/** A set made word by word of two others of its size. */
export function combine(
  one: Bits,
  other: Bits,
  words: (one: number, other: number) => number,
): Bits {
  return one.map((word, position) => words(word, wordOf(other, position)));
}

/** Population count of a 32-bit word; Warren, Hacker's Delight, section 5-1. */
export function popcount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function countBits(bits: Bits): number {
  let count = 0;
  for (let word = 0; word < bits.length; word += 1) count += popcount(wordOf(bits, word));
  return count;
}

/** Visits the indexes of one word in ascending order. */
export function eachBit(bits: number, word: number, visit: (index: number) => void): void {
  for (let rest = bits; rest !== 0; rest &= rest - 1) visit(word * 32 + lowest(rest));
}

/** Position of the lowest bit of a word that is not 0. */
export function lowest(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** The indexes in ascending order. */
export function* indexesOf(bits: Bits): Generator<number> {
  for (let word = 0; word < bits.length; word += 1) {
    for (let rest = wordOf(bits, word); rest !== 0; rest &= rest - 1) {
      yield word * 32 + lowest(rest);
    }
  }
}

/** The largest index; -1 of an empty set. */
export function lastIndexOf(bits: Bits): number {
  for (let word = bits.length - 1; word >= 0; word -= 1) {
    const rest = wordOf(bits, word);
    if (rest !== 0) return word * 32 + 31 - Math.clz32(rest);
  }
  return -1;
}
