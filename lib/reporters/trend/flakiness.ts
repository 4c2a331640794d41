import type { VerdictKind } from '../../core/verdict.ts';
import { type Bound, boundOf } from '../../statistics/bound.ts';
import { rules } from './rules.ts';

/** How steadily something passed or failed. */
export interface Steadiness {
  /** Whether there were both, from one set-up: what decides is not in it. */
  readonly isFlaky: boolean;
  /** How often it failed, with the bound that so many runs give. */
  readonly failed: Bound;
}

/**
 * Flaky is what both passed and failed within the last runs of one set-up. What a set-up decides is
 * never called so; what fails with a chance of q is, after n runs, with `chanceToBeMarked(q, n)`.
 *
 * @param verdicts of one set-up, oldest first; what is neither pass nor fail says nothing
 */
export function steadinessOf(verdicts: readonly VerdictKind[]): Steadiness {
  const decided = verdicts
    .filter((kind) => kind === 'pass' || kind === 'fail')
    .slice(-rules.flakyRuns);
  const failures = decided.filter((kind) => kind === 'fail').length;
  return {
    isFlaky: failures > 0 && failures < decided.length,
    failed: boundOf(failures, decided.length, rules.confidence),
  };
}

/** The chance that n independent runs, each of which fails with a chance of q, show both. */
export const chanceToBeMarked = (q: number, n: number): number => 1 - q ** n - (1 - q) ** n;
