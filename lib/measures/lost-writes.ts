import type { Measure } from '../core/measure.ts';
import { type Loss, lossOf } from './lost.ts';
import { settledCounts } from './settled.ts';

/** Acknowledged elements absent from the final read of at least one node. */
export const lostWrites: Measure = {
  name: 'lost-writes',
  unit: 'count',
  kind: 'safety',
  meaning: 'acknowledged writes that the final read of at least one node lacks',
  of: (history) =>
    settledCounts(history, (reads, workload) => {
      const loss = lossOf(history, workload, reads);
      return {
        value: loss.lost.length,
        evidence: [
          ...loss.lost.map(({ settled }) => settled),
          ...loss.perRead.map(({ read }) => read.evidence),
        ],
        note: describe(loss),
      };
    }),
};

function describe(loss: Loss): string {
  const { acknowledged, lost, lostEverywhere, perRead } = loss;
  if (lost.length === 0) return `of ${acknowledged.length} acknowledged`;
  const nodes = perRead.map(({ read, count }) => `${count} from ${read.machine} (${read.pass})`);
  return `of ${acknowledged.length} acknowledged; ${shape(loss)} in the order of acknowledgement; absent: ${nodes.join(', ')}; from every read: ${lostEverywhere}`;
}

/** Where in the order of acknowledgement the losses lie: it tells a lost tail from holes. */
export function shape({ acknowledged, lost }: Pick<Loss, 'acknowledged' | 'lost'>): string {
  const gone = new Set(lost);
  const first = acknowledged.findIndex((probe) => gone.has(probe));
  const last = acknowledged.findLastIndex((probe) => gone.has(probe));
  if (lost.length === acknowledged.length) return 'all';
  if (last - first + 1 !== lost.length) return 'scattered';
  if (first === 0) return 'a prefix';
  return last === acknowledged.length - 1 ? 'a suffix' : 'a middle stretch';
}
