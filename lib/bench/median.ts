import { monotonicClock } from '../core/clock.ts';

export interface Timing {
  readonly medianMs: number;
  /** Nearest rank: of fewer than twenty it is the largest. */
  readonly p95Ms: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly repeats: number;
}

/** Does some work a number of times, one after another, and says how long it took. */
export async function timed(repeats: number, work: () => Promise<number>): Promise<Timing> {
  return timingOf(await repeated(repeats, work));
}

/** Does some work a number of times, one after another: what came of each. */
export async function repeated<T>(repeats: number, work: () => Promise<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for (let round = 0; round < repeats; round += 1) found.push(await work());
  return found;
}

/** What measured times, ms, amount to. */
export function timingOf(times: readonly number[]): Timing {
  const sorted = times.toSorted((one, other) => one - other);
  return {
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN,
    minMs: sorted[0] ?? Number.NaN,
    maxMs: sorted.at(-1) ?? Number.NaN,
    repeats: sorted.length,
  };
}

/** How long a piece of work takes, ms. */
export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = monotonicClock.now();
  await work();
  return monotonicClock.now() - startedAt;
}
