import type { Workload } from '../core/workload.ts';

export interface SetOptions {
  /** The system that keeps the set. */
  readonly on?: string;
  readonly ratePerSecond?: number;
  readonly lanes?: number;
  readonly deadlineMs?: number;
  readonly timeoutMs?: number;
}

/**
 * Adds unique numbers, counted from 0, to one set: what was acknowledged must be there in the end.
 *
 * The defaults ask every 10 ms, so that recovery is known to that, with two clients a node.
 */
export function set({
  on = 'galera',
  ratePerSecond = 100,
  lanes = 6,
  deadlineMs = 1_000,
  timeoutMs = deadlineMs,
}: SetOptions = {}): Workload {
  return {
    name: 'set',
    system: on,
    vocabulary: 'set',
    ratePerSecond,
    lanes,
    deadlineMs,
    timeoutMs,
    operation: (id) => ({ f: 'add', value: id }),
  };
}
