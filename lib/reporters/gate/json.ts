import type { Arm } from '../../gate/arms.ts';
import type { Comparison } from '../../gate/comparison.ts';
import type { GateVerdict } from '../../gate/gate-judgement.ts';
import type { GateReport } from '../../gate/gate-report.ts';
import { movedParts, type PredictedTime } from '../../gate/predicted-times.ts';
import type { GateTrial } from '../../gate/trial.ts';
import type { Span } from '../../statistics/sample.ts';

/** The version of the JSON that a gate writes; a new one where a field goes or means something else. */
export const GATE_VERSION = 1;

/** As of a run: 0 pass, 1 fail, 2 unknown, 3 error. */
export const gateExitCodes: Readonly<Record<GateVerdict, number>> = {
  pass: 0,
  fail: 1,
  unknown: 2,
  error: 3,
};

/** What a machine wants to know of a gate. Times in ms; an end that is open is null, never a number. */
export function gateJson(report: GateReport) {
  const { judgement, plan, trials } = report;
  return {
    format: 'blackstart-gate',
    version: GATE_VERSION,
    gate: report.id,
    startedAt: report.startedAt,
    verdict: judgement.kind,
    because: judgement.because,
    next: judgement.next,
    exitCode: gateExitCodes[judgement.kind],
    baseline: report.baseline,
    candidate: report.candidate,
    plan: { ...plan, budgetMs: report.budgetMs ?? null },
    endedBy: report.endedBy,
    pairs: judgement.pairs,
    enoughPairs: judgement.enough?.pairs ?? null,
    changes: report.changes,
    predictions: report.predictions.map(predictionValue),
    durability: report.durability.map(({ system, knob, before, after }) => ({
      ...{ system, knob, before: before.value, after: after.value, loses: after.loses },
    })),
    findings: report.surprises,
    comparisons: judgement.comparisons.map(comparisonValue),
    rates: judgement.rates.map(({ scenario, measure, subject, of, probability, verdict }) => ({
      ...{ scenario, measure: measure.name, subject, probability, verdict },
      ...of,
    })),
    notShown: judgement.unshown.map(({ why }) => why),
    evidence: judgement.evidence.map(({ trial, words }) => ({ ...runValue(trial), words })),
    runs: trials.map(runValue),
    again: report.again,
  };
}

function predictionValue(time: PredictedTime) {
  const { scenario, blow, workload, of } = time;
  const arm = (which: Arm) => {
    const predicted = of[which];
    return 'why' in predicted
      ? { why: predicted.why }
      : { minMs: predicted.minMs, maxMs: predicted.maxMs };
  };
  return {
    ...{ scenario, blow, workload },
    baseline: arm('baseline'),
    candidate: arm('candidate'),
    moved: movedParts(time).map(({ before, after, ...part }) => ({
      ...part,
      before: before ?? null,
      after: after ?? null,
    })),
  };
}

function comparisonValue(comparison: Comparison) {
  const { scenario, measure, subject, isClaimed, spans, estimate, interval } = comparison;
  return {
    ...{ scenario, measure: measure.name, subject, claimed: isClaimed },
    verdict: comparison.verdict,
    decidedAfterPairs: comparison.decidedAfter ?? null,
    baselineMs: spans.baseline.map(spanValue),
    candidateMs: spans.candidate.map(spanValue),
    differenceMs: estimate === undefined ? null : spanValue(estimate),
    intervalMs: interval === undefined ? null : spanValue(interval),
  };
}

/** JSON knows no infinity, and would write null for it in silence. */
const spanValue = ({ atLeast, atMost }: Span) => ({
  atLeast: Number.isFinite(atLeast) ? atLeast : null,
  atMost: Number.isFinite(atMost) ? atMost : null,
});

const runValue = ({ scenario, arm, pair, seed, verdict, because, replay, folder }: GateTrial) => ({
  ...{ scenario, arm, pair, seed, verdict, because, replay },
  folder: folder ?? null,
});
