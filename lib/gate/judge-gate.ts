import { allRuns } from './all-runs.ts';
import { fewRuns, notFormed } from './few-runs.ts';
import type { GateJudgement } from './gate-judgement.ts';
import type { GatePlan } from './plan.ts';
import type { GateTrial } from './trial.ts';

export interface JudgeGateOptions {
  readonly plan: GatePlan;
  readonly trials: readonly GateTrial[];
  /** Whether there will be no more runs: the pairs or the time are used up. */
  readonly isOver: boolean;
}

/**
 * Folds all runs into one verdict. A pure function of the runs, that may be asked after each of them.
 *
 * What single runs prove comes first: a baseline that fails or is not steady (nothing can be compared
 * with it), then a candidate that breaks an expectation or loses a write. Then what all show together.
 */
export function judgeGate(options: JudgeGateOptions): GateJudgement {
  const together = allRuns(options);
  const few = fewRuns(options.trials);
  if (few !== undefined) {
    return { ...together, ...few, isSure: true, open: [], enough: undefined };
  }
  const late = notFormed(options.trials);
  if (late === undefined || together.kind === 'fail') return together;
  return { ...together, ...late, isSure: false, open: options.plan.scenarios };
}
