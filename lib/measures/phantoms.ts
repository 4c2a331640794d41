import type { Measure } from '../core/measure.ts';
import { probesOf } from './probes.ts';
import { settledCounts } from './settled.ts';

/** Elements present in the end that definitely failed or were never sent. */
export const phantoms: Measure = {
  name: 'phantoms',
  unit: 'count',
  kind: 'safety',
  meaning: 'elements in a final read that definitely failed or were never sent',
  of: (history) =>
    settledCounts(history, (reads, workload) => {
      const adds = probesOf(history, workload).filter(({ f }) => f === 'add');
      const possible = new Set(
        adds.filter(({ outcome }) => outcome !== 'fail').map(({ value }) => value),
      );
      const doubtful = new Set(
        adds
          .filter(({ outcome }) => outcome === 'info' || outcome === 'open')
          .map(({ value }) => value),
      );
      const present = new Set(reads.flatMap(({ elements }) => elements));
      const found = [...present].filter((element) => !possible.has(element));
      const recovered = [...present].filter((element) => doubtful.has(element));
      return {
        value: found.length,
        evidence: reads
          .filter(({ elements }) => elements.some((element) => !possible.has(element)))
          .map(({ evidence }) => evidence),
        note:
          found.length > 0
            ? `for example ${found.slice(0, 5).join(', ')}`
            : `${recovered.length} of ${doubtful.size} writes of unknown fate turned out to be there`,
      };
    }),
};
