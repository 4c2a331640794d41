import type { Configuration } from './configuration.ts';

/** A configuration that was visited, as far as it tells what the register could hold. */
export interface Visited {
  readonly state: number;
  readonly openTaken: OpenTaken;
}

/** One bit an open step, as in `Configuration.openTaken`. */
type OpenTaken = readonly number[];

/** Estimates: a string and its place in a Map, beside its characters; an array; a Map. */
const BYTES_AN_ENTRY = 96;
const BYTES_A_SET = 48;
const BYTES_A_FRONT = 256;

const nothingTaken: readonly OpenTaken[] = [[]];

/**
 * The configurations that were visited; from each, only the first visit goes on.
 *
 * Lowe, "Testing for linearizability" (2017), his graph search: two partial linearizations of the same
 * steps that leave the same value have the same future. The same definite steps means the same
 * front and the same ones that may be next. Of the open steps, one that took fewer of them can do
 * all that another can, so that the other need not go on either.
 */
export class Memo {
  /** An estimate; it counts what grows with the search. */
  bytes = 0;
  readonly #fronts: Map<string, readonly OpenTaken[]>[] = [];

  /** Whether no visited configuration can do all that this one can. */
  add(configuration: Configuration): boolean {
    const { openTaken } = configuration;
    const visited = this.#at(configuration.front);
    const text = textOf(configuration);
    const known = visited.get(text);
    if (known?.some((taken) => isWithin(taken, openTaken))) return false;
    if (known === undefined) this.bytes += BYTES_AN_ENTRY + 2 * text.length;
    if (openTaken.length === 0) {
      visited.set(text, nothingTaken);
      return true;
    }
    this.bytes += BYTES_A_SET + 8 * openTaken.length;
    const rest = known?.filter((taken) => !isWithin(openTaken, taken)) ?? [];
    visited.set(text, [...rest, [...openTaken]]);
    return true;
  }

  /** The furthest front that a search came to. */
  get furthest(): number {
    return this.#fronts.length - 1;
  }

  /** Every visited configuration with the furthest front, but for those that can do less. */
  *atFurthest(): Generator<Visited> {
    for (const [text, sets] of this.#fronts.at(-1) ?? []) {
      const state = text.charCodeAt(0) + text.charCodeAt(1) * 0x1_0000;
      for (const openTaken of sets) yield { state, openTaken };
    }
  }

  #at(front: number): Map<string, readonly OpenTaken[]> {
    const known = this.#fronts[front];
    if (known !== undefined) return known;
    const visited = new Map<string, readonly OpenTaken[]>();
    this.#fronts[front] = visited;
    this.bytes += BYTES_A_FRONT;
    return visited;
  }
}

const isWithin = (one: ArrayLike<number>, other: ArrayLike<number>): boolean => {
  for (let unit = 0; unit < one.length; unit += 1) {
    if (((one[unit] ?? 0) & ~(other[unit] ?? 0)) !== 0) return false;
  }
  return true;
};

/** The state and the definite steps that may be next, two UTF-16 units each: exact, not a hash. */
function textOf(configuration: Configuration): string {
  const { end, state } = configuration;
  const units = [state & 0xffff, state >>> 16];
  for (let index = configuration.after(end); index !== end; index = configuration.after(index)) {
    if (!configuration.isMinimal(configuration.step(index))) break;
    units.push(index & 0xffff, index >>> 16);
  }
  return fromUnits(units);
}

/** An engine takes only so many arguments in one call. */
const UNITS_A_CALL = 8_192;

function fromUnits(units: number[]): string {
  if (units.length <= UNITS_A_CALL) return String.fromCharCode.apply(undefined, units);
  return fromUnits(units.slice(0, UNITS_A_CALL)) + fromUnits(units.slice(UNITS_A_CALL));
}
