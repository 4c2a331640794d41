import type { Arm } from './arms.ts';
import type { PredictedTime } from './predicted-times.ts';
import type { GateTrial } from './trial.ts';

/** A recovery time that was longer than its formula allows: the formula or the run missed something. */
export interface Surprise {
  readonly scenario: string;
  readonly arm: Arm;
  /** From 0. */
  readonly blow: number;
  readonly workload: string;
  readonly predictedMaxMs: number;
  /** The longest, at least; ms. */
  readonly measuredMs: number;
  /** The pairs in which it was so, from 0. */
  readonly pairs: readonly number[];
}

/** Every predicted time that runs were surely longer than, under either arm. */
export function surprisesIn(
  predictions: readonly PredictedTime[],
  trials: readonly GateTrial[],
): readonly Surprise[] {
  const arms: readonly Arm[] = ['baseline', 'candidate'];
  return predictions.flatMap(({ scenario, blow, workload, of }) =>
    arms.flatMap((arm) => {
      const predicted = of[arm];
      if ('why' in predicted) return [];
      const longer = trials
        .filter((trial) => trial.scenario === scenario && trial.arm === arm)
        .flatMap((trial) =>
          trial.findings
            .filter(
              ({ measure, subject }) =>
                measure.name === 'rto.all' &&
                subject.blow === blow &&
                subject.workload === workload,
            )
            .map(({ span }) => ({ pair: trial.pair, atLeast: span?.atLeast ?? 0 })),
        )
        .filter(({ atLeast }) => atLeast > predicted.maxMs);
      if (longer.length === 0) return [];
      return [
        {
          ...{ scenario, arm, blow, workload, predictedMaxMs: predicted.maxMs },
          measuredMs: Math.max(...longer.map(({ atLeast }) => atLeast)),
          pairs: [...new Set(longer.map(({ pair }) => pair))],
        },
      ];
    }),
  );
}
