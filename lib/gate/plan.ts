import type { Arm } from './arms.ts';
import type { Margin } from './margin.ts';

/** What is settled before the first run. */
export interface GatePlan {
  readonly scenarios: readonly string[];
  /** How many runs of each arm and scenario at most. */
  readonly pairs: number;
  /** Of the first pair; each further one has the next. */
  readonly seed: number;
  readonly margin: Margin;
}

/**
 * How often a gate fails a candidate, over all that it compares, that is worse in nothing: 5 % together.
 * Most of that is for recovery times, which decide most gates.
 */
export const FALSE_FAILURE = { times: 0.04, rates: 0.01 } as const;

/** How often it takes one recovery time for no worse that is worse by more than the margin. */
export const FALSE_PASS = 0.05;

/** Fewer runs of a scenario prove nothing of what its expectations say. */
export const FEWEST_PAIRS = 3;

/** A, B, B, A, A, B ...: what drifts (a machine that gets warmer, or busier) befalls both alike. */
export const orderOf = (pair: number): readonly Arm[] =>
  pair % 2 === 0 ? ['baseline', 'candidate'] : ['candidate', 'baseline'];

const FIRST_LOOKS = [4, 7, 10];

/**
 * After how many pairs recovery times are compared: 4, 7, 10, then half as many again each time, and the
 * last. Fewer looks leave more to be spent at each; four values of each are the fewest that can be in
 * one order by chance in less than 2 of 100.
 */
export function looksOf(pairs: number): readonly number[] {
  const looks = [...FIRST_LOOKS];
  for (let next = 15; next < pairs; next = Math.floor(next * 1.5)) looks.push(next);
  return [...looks.filter((look) => look < pairs), pairs];
}
