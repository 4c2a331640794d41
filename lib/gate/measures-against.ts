import { neverForms, newLoss, refusal } from './few-runs.ts';
import type { GateJudgement } from './gate-judgement.ts';
import type { GateTrial } from './trial.ts';
import { violationsOf } from './violations.ts';

/** Beside the names of measures: the product refuses the candidate's files. */
export const DOES_NOT_START = 'does not start';
/** It starts, and becomes no cluster. */
export const DOES_NOT_FORM = 'does not form';

/**
 * All that speaks against a candidate that failed, by the names of measures: a gate ends as soon as it
 * is sure and says the first reason, and the same runs may show more than one. Nothing where it did not fail.
 */
export function measuresAgainst(
  { kind, comparisons, rates }: Pick<GateJudgement, 'kind' | 'comparisons' | 'rates'>,
  trials: readonly GateTrial[],
): readonly string[] {
  if (kind !== 'fail') return [];
  const own = trials.filter(({ arm }) => arm === 'candidate');
  const scenarios = [...new Set(trials.map(({ scenario }) => scenario))];
  const found = [
    ...own.flatMap((trial) => (refusal(trial, trials) === undefined ? [] : [DOES_NOT_START])),
    ...own.flatMap((trial) => (newLoss(trial, trials) === undefined ? [] : ['lost-writes'])),
    ...scenarios.flatMap((scenario) =>
      neverForms(trials, scenario).length > 0 ? [DOES_NOT_FORM] : [],
    ),
    ...scenarios
      .flatMap((scenario) => violationsOf('candidate', trials, scenario))
      .map(({ claim }) => claim.measure.name),
    ...comparisons.flatMap(({ measure, verdict }) => (verdict === 'worse' ? [measure.name] : [])),
    ...rates.flatMap(({ measure, verdict }) => (verdict === 'more often' ? [measure.name] : [])),
  ];
  return [...new Set(found)];
}
