import { type Comparison, compare } from './comparison.ts';
import { conclude } from './conclude.ts';
import type { GateJudgement } from './gate-judgement.ts';
import type { JudgeGateOptions } from './judge-gate.ts';
import { looksOf } from './plan.ts';
import { rateOf } from './rate.ts';
import { countsOf, timesOf } from './series.ts';
import type { GateTrial } from './trial.ts';
import { unshownClaims } from './unshown-claims.ts';

/** What all runs show together: recovery times and rates, compared after as many pairs as were planned. */
export function allRuns({ plan, trials, isOver }: JudgeGateOptions): GateJudgement {
  const done = plan.scenarios.map((scenario) => ({ scenario, pairs: pairsOf(trials, scenario) }));
  const series = done.map(({ scenario, pairs }) => ({
    looks: [
      ...new Set([
        ...looksOf(plan.pairs).filter((look) => look <= pairs),
        ...(isOver ? [pairs] : []),
      ]),
    ],
    times: timesOf(trials, scenario),
    counts: countsOf(trials, scenario),
  }));
  const shared = {
    margin: plan.margin,
    planned: plan.pairs,
    comparisons: Math.max(1, series.flatMap(({ times }) => times).length),
  };
  const comparisons = series.flatMap(({ looks, times }) =>
    times.map((one) => compare(one, { ...shared, looks })),
  );
  const counted = {
    plannedLooks: looksOf(plan.pairs).length,
    comparisons: Math.max(1, series.flatMap(({ counts }) => counts).length),
  };
  const rates = series.flatMap(({ looks, counts }) =>
    counts.map((one) => rateOf(one, { ...counted, looks })),
  );
  const unshown = plan.scenarios.flatMap((scenario) => unshownClaims(trials, scenario));
  const pairs = Math.min(...done.map((one) => one.pairs));
  const open = plan.scenarios.filter(
    (scenario) =>
      unshown.some((one) => one.scenario === scenario) ||
      comparisons.some((one) => one.scenario === scenario && isOpen(one)),
  );
  const found = { comparisons, rates, unshown, pairs, open };
  return { ...found, ...conclude(found, { shared, isOver }) };
}

/** What must be shown, and is not yet. */
const isOpen = ({ isClaimed, verdict }: Comparison): boolean => isClaimed && verdict === 'open';

/** Pairs whose runs are both over. */
function pairsOf(trials: readonly GateTrial[], scenario: string): number {
  const of = (wanted: GateTrial['arm']) =>
    trials.filter((trial) => trial.scenario === scenario && trial.arm === wanted).length;
  return Math.min(of('baseline'), of('candidate'));
}
