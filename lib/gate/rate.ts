import type { Subject } from '../core/measure.ts';
import { type Counted, higherRate } from '../statistics/two-rates.ts';
import type { Arm } from './arms.ts';
import type { Series } from './comparison.ts';
import { FALSE_FAILURE } from './plan.ts';
import type { TrialFinding } from './trial.ts';

/** In how many runs of each arm something happened that must not: a loss, a phantom, two primaries. */
export interface Rate {
  readonly scenario: string;
  readonly measure: TrialFinding['measure'];
  readonly subject: Subject;
  readonly of: Readonly<Record<Arm, Counted>>;
  /** How likely so many more are under the candidate, where it is no worse (Boschloo). */
  readonly probability: number;
  readonly verdict: 'more often' | 'open';
}

export interface RateOptions {
  /** After how many pairs one has looked, and looks. */
  readonly looks: readonly number[];
  /** Looks that there are at most, and comparisons: they share the error of failing a sound candidate. */
  readonly plannedLooks: number;
  readonly comparisons: number;
}

/** Holds how often something happened under one arm against how often it did under the other. */
export function rateOf(
  { scenario, measure, subject, of }: Series,
  { looks, plannedLooks, comparisons }: RateOptions,
): Rate {
  const upTo = (pairs: number) => ({
    baseline: countedIn(of.baseline.slice(0, pairs)),
    candidate: countedIn(of.candidate.slice(0, pairs)),
  });
  const allowed = FALSE_FAILURE.rates / comparisons / plannedLooks;
  const isMoreOften = looks.map(upTo).some((seen) => probabilityOf(seen) <= allowed);
  const all = upTo(Number.POSITIVE_INFINITY);
  return {
    ...{ scenario, measure, subject },
    of: all,
    probability: probabilityOf(all),
    verdict: isMoreOften ? 'more often' : 'open',
  };
}

function probabilityOf({ baseline, candidate }: Rate['of']): number {
  const isLess = candidate.events * baseline.n <= baseline.events * candidate.n;
  return isLess ? 1 : higherRate(baseline, candidate);
}

function countedIn(findings: Series['of'][Arm]): Counted {
  const known = findings.flatMap((one) => (one?.span === undefined ? [] : [one.span]));
  return { events: known.filter(({ atLeast }) => atLeast > 0).length, n: known.length };
}
