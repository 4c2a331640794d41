import type { Comparison } from '../../gate/comparison.ts';
import type { GateOutlook } from '../../gate/gate-report.ts';
import type { PredictedTime } from '../../gate/predicted-times.ts';

/** What was predicted of the recovery time that is compared; undefined where nothing was. */
export function predictedFor(
  { scenario, measure, subject }: Pick<Comparison, 'scenario' | 'measure' | 'subject'>,
  { predictions }: Pick<GateOutlook, 'predictions'>,
): PredictedTime | undefined {
  if (measure.name !== 'rto.all') return undefined;
  return predictions.find(
    (one) =>
      one.scenario === scenario && one.blow === subject.blow && one.workload === subject.workload,
  );
}
