import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { quantileOf } from './quantile.ts';
import type { Trial } from './sample.ts';

const REPETITIONS = 4_000;

interface Experiment {
  readonly seed: number;
  readonly n: number;
  readonly p: number;
  /** Recordings end at uniformly random times before this; Infinity for none censored. */
  readonly recordedUpTo: number;
}

/** How often the interval enclosed the p-quantile of the exponential distribution of mean 1. */
function enclosed({ seed, n, p, recordedUpTo }: Experiment): number {
  const random = seededRandom(seed, 'coverage');
  const truth = -Math.log(1 - p);
  const trialOf = (): Trial => {
    const value = -Math.log(1 - random.next());
    const recorded =
      recordedUpTo === Number.POSITIVE_INFINITY ? recordedUpTo : random.next() * recordedUpTo;
    return value > recorded
      ? { kind: 'censored', atLeast: recorded }
      : { kind: 'known', value, resolution: 0 };
  };
  const hits = Array.from({ length: REPETITIONS }, () => {
    const { interval } = quantileOf(Array.from({ length: n }, trialOf), p);
    return interval !== undefined && interval.lower <= truth && truth <= interval.upper;
  });
  return hits.filter(Boolean).length / REPETITIONS;
}

/** Four standard errors of a share: what is right exceeds them with 1 seed in 16 000. */
const slack = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / REPETITIONS);

describe('simulated coverage', () => {
  test.each([
    { seed: 1, n: 6, p: 0.5 },
    { seed: 2, n: 11, p: 0.5 },
    { seed: 3, n: 17, p: 0.5 },
    { seed: 4, n: 30, p: 0.5 },
    { seed: 5, n: 60, p: 0.95 },
    { seed: 6, n: 4, p: 0.5 },
  ])('$n trials enclose the $p-quantile as often as they say (seed $seed)', ({ seed, n, p }) => {
    const said = quantileOf(
      Array.from({ length: n }, () => ({ kind: 'known', value: 0, resolution: 0 }) as const),
      p,
    ).interval?.coverage;
    const found = enclosed({ seed, n, p, recordedUpTo: Number.POSITIVE_INFINITY });
    expect(said).toBeDefined();
    expect(Math.abs(found - (said ?? 0))).toBeLessThan(slack(said ?? 0));
  });

  test.each([
    { seed: 7, n: 11, recordedUpTo: 1 },
    { seed: 8, n: 17, recordedUpTo: 2 },
    { seed: 9, n: 30, recordedUpTo: 5 },
  ])('$n trials cut off at random enclose the median as often at least (seed $seed)', (some) => {
    expect(enclosed({ ...some, p: 0.5 })).toBeGreaterThan(0.95 - slack(0.95));
  });
});
