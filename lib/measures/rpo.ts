import type { Finding, Measure } from '../core/measure.ts';
import { fallenBlows, subjectOf } from './blows.ts';
import { finalReads } from './final-reads.ts';
import { lossOf } from './lost.ts';
import { setsOf } from './settled.ts';

/**
 * How far back acknowledged data is gone: blow - acknowledgement of the oldest lost write.
 *
 * A write can also be acknowledged after the blow and lost (by the wrong side of a split brain):
 * then the value is its distance from the blow, so that it never is 0 or negative where something
 * was lost. A write between two blows counts for both: nobody knows which of them lost it.
 */
export const rpo: Measure = {
  name: 'rpo',
  unit: 'ms',
  kind: 'safety',
  meaning: 'distance from the blow to the farthest acknowledgement that was lost',
  of: (history) =>
    setsOf(history).flatMap((workload) => {
      const { reads, missing } = finalReads(history, workload);
      const { lost } = lossOf(history, workload, reads);
      return fallenBlows(history).map((blow): Finding => {
        const { at, uncertaintyMs, previousAt, nextAt, evidence } = blow;
        const mine = lost.filter(({ settledAt }) => settledAt > previousAt && settledAt < nextAt);
        const value = mine.map(({ settledAt }) => Math.abs(at - settledAt)).reduce(max, 0);
        const base = {
          subject: { ...subjectOf(blow), workload: workload.name },
          resolution: uncertaintyMs,
          evidence: [evidence, ...mine.map(({ settled }) => settled)],
          note: `${mine.length} lost`,
        };
        if (missing === undefined) return { ...base, status: 'known', value };
        if (mine.length === 0) return { ...base, status: 'unknown', reason: missing };
        return { ...base, status: 'censored', atLeast: value };
      });
    }),
};

const max = (one: number, other: number): number => Math.max(one, other);
