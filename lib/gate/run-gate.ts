import type { Clock } from '../core/clock.ts';
import { HarnessError, UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { GateJudgement } from './gate-judgement.ts';
import { judgeGate } from './judge-gate.ts';
import { type GatePlan, orderOf } from './plan.ts';
import { brokenTrial, type GateTrial, gateTrialOf, type TrialKey } from './trial.ts';

/** Runs one scenario under one arm, whatever that takes. */
export type RunTrial = (
  key: TrialKey,
) => Promise<{ readonly report: Report; readonly folder?: string | undefined }>;

export interface RunGateOptions {
  readonly plan: GatePlan;
  readonly run: RunTrial;
  readonly clock: Clock;
  /** No pair is begun that would probably end later than this after the gate's begin; ms. */
  readonly budgetMs?: number | undefined;
  /** Told of every run, and what all so far say. */
  readonly onTrial?: (trial: GateTrial, judgement: GateJudgement) => void;
}

export interface GateResult {
  readonly trials: readonly GateTrial[];
  readonly judgement: GateJudgement;
  /** `sure`: more runs would change nothing. */
  readonly endedBy: 'sure' | 'pairs' | 'budget';
}

/**
 * Runs baseline and candidate in turn (A B B A ...) under the same seeds, until the verdict is sure, or
 * the pairs or the time are used up.
 */
export async function runGate(options: RunGateOptions): Promise<GateResult> {
  const { plan, run, clock, budgetMs = Number.POSITIVE_INFINITY, onTrial = () => {} } = options;
  const trials: GateTrial[] = [];
  const end = (endedBy: GateResult['endedBy']): GateResult => ({
    ...{ trials, endedBy },
    judgement: judgeGate({ plan, trials, isOver: true }),
  });
  const beganAt = clock.now();
  let longestPairMs = 0;
  let open = plan.scenarios;
  for (let pair = 0; pair < plan.pairs; pair += 1) {
    const pairBeganAt = clock.now();
    if (pairBeganAt - beganAt + longestPairMs > budgetMs) return end('budget');
    for (const scenario of open) {
      for (const arm of orderOf(pair)) {
        const key: TrialKey = { scenario, arm, pair, seed: plan.seed + pair };
        const trial = await trialOf(run, key, trials.length);
        trials.push(trial);
        const judgement = judgeGate({ plan, trials, isOver: false });
        onTrial(trial, judgement);
        if (judgement.isSure) return { trials, judgement, endedBy: 'sure' };
      }
    }
    // What is sure of a scenario stays so: time is better spent on the others.
    ({ open } = judgeGate({ plan, trials, isOver: false }));
    longestPairMs = Math.max(longestPairMs, clock.now() - pairBeganAt);
  }
  return end('pairs');
}

/** Where a later run could not even begin, what was seen until then is still worth a report. */
async function trialOf(run: RunTrial, key: TrialKey, before: number): Promise<GateTrial> {
  try {
    const { report, folder } = await run(key);
    return gateTrialOf(report, key, folder);
  } catch (error) {
    const isHarness = error instanceof HarnessError && !(error instanceof UsageError);
    if (before === 0 || !isHarness) throw error;
    return brokenTrial(error, key);
  }
}
