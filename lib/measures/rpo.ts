import type { Finding, Measure } from '../core/measure.ts';
import { answersOf } from './accounts/index.ts';
import { fallenBlows, subjectOf } from './blows.ts';

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
    answersOf('lost', history).flatMap(({ workload, count: { gone = [], missing } }) =>
      fallenBlows(history).map((blow): Finding => {
        const { at, uncertaintyMs, previousAt, nextFrom, evidence } = blow;
        const mine = gone.filter(({ settledAt }) => settledAt > previousAt && settledAt < nextFrom);
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
      }),
    ),
};

const max = (one: number, other: number): number => Math.max(one, other);
