import { monotonicClock } from '../core/clock.ts';

export interface Timing {
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly repeats: number;
}

/** Does some work a number of times, one after another, and says how long it took. */
export async function timed(repeats: number, work: () => Promise<number>): Promise<Timing> {
  const times: number[] = [];
  for (let round = 0; round < repeats; round += 1) times.push(await work());
  const sorted = times.toSorted((one, other) => one - other);
  return {
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    minMs: sorted[0] ?? Number.NaN,
    maxMs: sorted.at(-1) ?? Number.NaN,
    repeats,
  };
}

/** How long a piece of work takes, ms. */
export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = monotonicClock.now();
  await work();
  return monotonicClock.now() - startedAt;
}
