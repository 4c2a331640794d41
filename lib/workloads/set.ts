import type { Workload } from '../core/workload.ts';

export interface SetOptions {
  /** The system that keeps the set. */
  readonly on?: string;
  readonly ratePerSecond?: number;
  /** Every so-many-th operation reads the whole set instead; 0 never reads before the end. */
  readonly readEvery?: number;
  readonly lanes?: number;
  readonly deadlineMs?: number;
  readonly timeoutMs?: number;
}

/**
 * Adds unique numbers to one set: what was acknowledged must be there in the end, and in every
 * read after that. Now and then a client reads all of it.
 *
 * The defaults ask every 10 ms, so that recovery is known to that, with two clients a node, and
 * read every 5 s: a read is as long as the set.
 */
export function set({
  on = 'galera',
  ratePerSecond = 100,
  readEvery = 499,
  lanes = 6,
  deadlineMs = 1_000,
  timeoutMs = deadlineMs,
}: SetOptions = {}): Workload {
  const reads = (id: number) => readEvery > 0 && id % readEvery === readEvery - 1;
  return {
    name: 'set',
    system: on,
    vocabulary: 'set',
    ratePerSecond,
    lanes,
    deadlineMs,
    timeoutMs,
    operation: (id) => (reads(id) ? { f: 'read', value: null } : { f: 'add', value: id }),
  };
}
