interface Attempt {
  /** Unique in the history; what evidence names. */
  readonly id: number;
  /** The client that asked. */
  readonly lane: number;
  /** The register. */
  readonly key: number;
  /** ms on one monotonic clock. */
  readonly invokedAt: number;
  /** ms on the same clock, not before `invokedAt`; Infinity while nobody has answered. */
  readonly settledAt: number;
  /** ok: happened and answered; fail: certainly did not happen; info: may have, or may yet. */
  readonly outcome: 'ok' | 'fail' | 'info';
}

export interface ReadOperation extends Attempt {
  readonly f: 'read';
  readonly value?: undefined;
  /** What was read; null: never written. A read without it tells nothing. */
  readonly output?: number | null;
}

export interface WriteOperation extends Attempt {
  readonly f: 'write';
  readonly value: number;
  readonly output?: undefined;
}

/**
 * Compare and set: writes `next` if the register holds `expected`; null: if it was never written.
 *
 * One that answered that it does not match is `ok` with output `mismatch`: it saw the register
 * hold something else. As `fail` it would say nothing, as in Jepsen.
 */
export interface CasOperation extends Attempt {
  readonly f: 'cas';
  readonly value: readonly [expected: number | null, next: number];
  readonly output?: 'mismatch';
}

export type RegisterOperation = ReadOperation | WriteOperation | CasOperation;

/** What a register can hold; null: never written. */
export type RegisterValue = number | null;
