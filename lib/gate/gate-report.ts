import type { Change } from './changes.ts';
import type { DurabilityChange } from './durability-changes.ts';
import type { GateJudgement } from './gate-judgement.ts';
import type { GatePlan } from './plan.ts';
import type { PredictedTime } from './predicted-times.ts';
import type { GateResult } from './run-gate.ts';
import type { Surprise } from './surprises.ts';
import type { GateTrial } from './trial.ts';

/** What a gate is about to do, and what the files alone say: known before anything is started. */
export interface GateOutlook {
  /** Of this gate, as of a run. */
  readonly id: string;
  /** ISO 8601, for people. */
  readonly startedAt: string;
  /** What it was given, as a person would name it. */
  readonly baseline: string;
  readonly candidate: string;
  readonly plan: GatePlan;
  /** Undefined without one. */
  readonly budgetMs: number | undefined;
  /** Each difference once, however many scenarios have it. */
  readonly changes: readonly Change[];
  readonly predictions: readonly PredictedTime[];
  readonly durability: readonly DurabilityChange[];
  /** The command that does it again. */
  readonly again: string;
}

/** All that a reporter gets. */
export interface GateReport extends GateOutlook {
  readonly trials: readonly GateTrial[];
  readonly judgement: GateJudgement;
  readonly endedBy: GateResult['endedBy'];
  readonly surprises: readonly Surprise[];
}
