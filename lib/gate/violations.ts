import type { Arm } from './arms.ts';
import { aboutOf, claimIn, isSame, keyOf } from './claims.ts';
import type { Claim, GateTrial } from './trial.ts';

/** An expectation that one arm breaks, and the other does not in the same way. */
export interface Violation {
  readonly claim: Claim;
  /** In the words of its first run. */
  readonly words: string;
  readonly runs: readonly GateTrial[];
}

/**
 * How many more runs than under the other arm must break a bound on a time. One may be chance: of two
 * sentinels that stand for election at one time neither wins, and a bound that holds in 19 of 20 runs is
 * broken by one of twenty candidates that are as good. What is lost or split is evidence in itself.
 */
const TIMES = 2;

/** The first expectation of a scenario that an arm breaks often enough to be held against it. */
export const violationOf = (
  arm: Arm,
  trials: readonly GateTrial[],
  scenario: string,
): Violation | undefined => violationsOf(arm, trials, scenario)[0];

/** All of them. */
export function violationsOf(
  arm: Arm,
  trials: readonly GateTrial[],
  scenario: string,
): readonly Violation[] {
  const own = trials.filter((trial) => trial.scenario === scenario);
  const claims = new Map(own.flatMap((trial) => trial.claims).map((one) => [keyOf(one), one]));
  return [...claims.values()].flatMap((claim): Violation[] => {
    const runs = breaking(own, arm, claim);
    const others = breaking(own, arm === 'candidate' ? 'baseline' : 'candidate', claim);
    const counted = arm === 'candidate' ? runs.length - others.length : runs.length;
    const isBroken = claim.measure.kind === 'safety' ? runs.length > 0 : counted >= TIMES;
    // What the baseline does as well is not the candidate's doing.
    const isShared = arm === 'candidate' && claim.measure.kind === 'safety' && others.length > 0;
    const [first] = runs;
    if (!isBroken || isShared || first === undefined) return [];
    return [{ claim, runs, words: wordsOf(first, claim) }];
  });
}

/** The runs of an arm that break it. */
export const breaking = (
  trials: readonly GateTrial[],
  arm: Arm,
  claim: Claim,
): readonly GateTrial[] =>
  trials.filter((trial) => trial.arm === arm && claimIn(trial, claim)?.verdict === 'fail');

function wordsOf(trial: GateTrial, claim: Claim): string {
  const found = trial.findings.find((one) => isSame(one, claim));
  const note = found === undefined || found.finding.note === '' ? '' : ` (${found.finding.note})`;
  return `${aboutOf(claim)}${claimIn(trial, claim)?.because ?? ''}${note}`;
}
