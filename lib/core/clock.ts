/** The only source of time. A real run uses `monotonicClock`, the memory engine a virtual one. */
export interface Clock {
  /** Milliseconds on a monotonic axis, with microsecond fraction; its origin means nothing. */
  now(): number;
  /** Milliseconds since the Unix epoch, for people; never used to measure. */
  wallTime(): number;
  /** Rings once after `ms`, unless what it returns is called first. */
  alarm(ms: number, ring: () => void): () => void;
  /** Resolves after `ms`; rejects with the signal's reason if that aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** How one sleeps where there are alarms. */
export function sleepBy(alarm: Clock['alarm']): Clock['sleep'] {
  return (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = alarm(ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });
}

const alarm: Clock['alarm'] = (ms, ring) => {
  const timer = setTimeout(ring, Math.max(0, ms));
  return () => clearTimeout(timer);
};

/** The kernel's CLOCK_MONOTONIC: all containers of one kernel share it. */
export const monotonicClock: Clock = {
  now: () => Number(process.hrtime.bigint() / 1_000n) / 1_000,
  wallTime: () => Date.now(),
  alarm,
  sleep: sleepBy(alarm),
};
