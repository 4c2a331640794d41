import { setTimeout as delay } from 'node:timers/promises';

/** The only source of time. A real run uses `monotonicClock`, the memory engine a virtual one. */
export interface Clock {
  /** Milliseconds on a monotonic axis, with microsecond fraction; its origin means nothing. */
  now(): number;
  /** Milliseconds since the Unix epoch, for people; never used to measure. */
  wallTime(): number;
  /** Resolves after `ms`; rejects with the signal's reason if that aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The kernel's CLOCK_MONOTONIC: all containers of one kernel share it. */
export const monotonicClock: Clock = {
  now: () => Number(process.hrtime.bigint() / 1_000n) / 1_000,
  wallTime: () => Date.now(),
  sleep: async (ms, signal) => {
    await delay(Math.max(0, ms), undefined, signal === undefined ? {} : { signal }).catch(
      (error) => {
        throw signal?.aborted ? signal.reason : error;
      },
    );
  },
};
