import type { Clock } from './clock.ts';

/** The time axis of one history: milliseconds since the run began, to the microsecond. */
export interface Timeline {
  now(): number;
  /** Where a clock time lies on it. */
  at(clockTime: number): number;
}

/** A time axis that begins now. */
export function startTimeline(clock: Clock): Timeline {
  const origin = clock.now();
  const at = (clockTime: number): number => Math.round((clockTime - origin) * 1_000) / 1_000;
  return { at, now: () => at(clock.now()) };
}
