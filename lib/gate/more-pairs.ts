import { type Random, seededRandom } from '../core/random.ts';
import { type CompareOptions, type Comparison, compare } from './comparison.ts';
import { looksOf } from './plan.ts';

/** How many pairs in all would probably be enough to tell; undefined where more than 40 would be. */
export interface Enough {
  readonly pairs: number | undefined;
}

/** Up to what a person would still wait for. */
const SIZES = [4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40];
const ATTEMPTS = 60;
const PROBABLY = 0.8;

/**
 * How many pairs a gate should have planned to tell this difference: gates of more and more pairs are
 * played with pairs drawn from those that were seen, until four of five of them decide.
 *
 * An estimate from few values, and it believes them: where these happen to lie apart, it promises too
 * much. Undefined where there are fewer than two of an arm.
 */
export function enoughPairs(
  comparison: Comparison,
  options: Pick<CompareOptions, 'margin' | 'comparisons'>,
): Enough | undefined {
  const { baseline, candidate } = comparison.spans;
  if (baseline.length < 2 || candidate.length < 2) return undefined;
  const had = Math.min(baseline.length, candidate.length);
  for (const pairs of SIZES.filter((size) => size > had)) {
    const random = seededRandom(pairs, 'more-pairs');
    const decided = Array.from({ length: ATTEMPTS }, () =>
      play(comparison, pairs, random, options),
    );
    if (decided.filter(Boolean).length >= PROBABLY * ATTEMPTS) return { pairs };
  }
  return { pairs: undefined };
}

function play(
  comparison: Comparison,
  pairs: number,
  random: Random,
  { margin, comparisons }: Pick<CompareOptions, 'margin' | 'comparisons'>,
): boolean {
  const { baseline, candidate } = comparison.of;
  const seen = [...Array(Math.max(baseline.length, candidate.length)).keys()];
  // Whole pairs: what their two runs share, they go on sharing.
  const drawn = Array.from({ length: pairs }, () => random.pick(seen));
  const of = {
    baseline: drawn.map((pair) => baseline[pair]),
    candidate: drawn.map((pair) => candidate[pair]),
  };
  const looks = looksOf(pairs);
  const { verdict } = compare(
    { ...comparison, of },
    { margin, comparisons, looks, planned: pairs },
  );
  return verdict !== 'open';
}
