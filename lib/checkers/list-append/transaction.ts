/** Adds one element to the end of the list under a key; the element is unique for its key. */
export interface Append {
  readonly f: 'append';
  readonly key: number;
  readonly value: number;
}

/** Reads the whole list under a key; undefined where nobody was told what was read. */
export interface Read {
  readonly f: 'r';
  readonly key: number;
  readonly value: readonly number[] | undefined;
}

export type MicroOp = Append | Read;

/**
 * One transaction as its client saw it.
 *
 * Times are ms on one monotonic clock, `settledAt` Infinity while it is open. `ok`: committed;
 * `fail`: certainly aborted; `info`: nobody knows, so its appends may be visible or not.
 */
export interface Transaction {
  readonly id: number;
  readonly lane: number;
  readonly invokedAt: number;
  readonly settledAt: number;
  readonly outcome: 'ok' | 'fail' | 'info';
  readonly ops: readonly MicroOp[];
}
