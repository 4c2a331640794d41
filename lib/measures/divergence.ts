import type { Measure } from '../core/measure.ts';
import type { FinalRead } from './final-reads.ts';
import { settledCounts } from './settled.ts';

/** Elements that some nodes hold and others lack, in one and the same pass of final reads. */
export const divergence: Measure = {
  name: 'divergence',
  unit: 'count',
  kind: 'safety',
  meaning: 'elements that some nodes hold in the end and others lack',
  of: (history) =>
    settledCounts(history, (reads) => {
      const passes = [...Map.groupBy(reads, ({ pass }) => pass).values()];
      const differing = new Set(passes.flatMap(differences));
      return {
        value: differing.size,
        evidence: differing.size > 0 ? reads.map(({ evidence }) => evidence) : [],
        note: differing.size > 0 ? `for example ${[...differing].slice(0, 5).join(', ')}` : '',
      };
    }),
};

function differences(reads: readonly FinalRead[]): readonly number[] {
  const holders = new Map<number, number>();
  for (const { elements } of reads) {
    for (const element of new Set(elements)) {
      holders.set(element, (holders.get(element) ?? 0) + 1);
    }
  }
  return [...holders].filter(([, count]) => count < reads.length).map(([element]) => element);
}
