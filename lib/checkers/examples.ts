/** How many examples a finding carries as evidence; its count is exact whatever this is. */
export const EXAMPLES = 10;

/** A number of findings, and the first or the worst of them, at most `EXAMPLES`. */
export interface Counted<T> {
  readonly count: number;
  readonly examples: readonly T[];
}

/** All of a list, counted; its first as examples. */
export function counted<T>(all: readonly T[]): Counted<T> {
  return { count: all.length, examples: all.slice(0, EXAMPLES) };
}

/** Counts what it is offered and keeps the worst: those that `compare` puts first. */
export class Worst<T> {
  #count = 0;
  readonly #kept: T[] = [];
  readonly #compare: (one: T, other: T) => number;

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  offer(item: T): void {
    this.#count += 1;
    const last = this.#kept[EXAMPLES - 1];
    if (last !== undefined && this.#compare(item, last) >= 0) return;
    const place = this.#kept.findIndex((kept) => this.#compare(item, kept) < 0);
    this.#kept.splice(place < 0 ? this.#kept.length : place, 0, item);
    this.#kept.length = Math.min(this.#kept.length, EXAMPLES);
  }

  counted(): Counted<T> {
    return { count: this.#count, examples: [...this.#kept] };
  }
}
