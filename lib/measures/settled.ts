import type { History, WorkloadFacts } from '../core/history.ts';
import type { Finding } from '../core/measure.ts';
import { type FinalReads, finalReads } from './final-reads.ts';

/** What a count over the final reads found. */
export interface Count {
  readonly value: number;
  readonly evidence: readonly number[];
  readonly note: string;
}

/** The workloads whose accounts are settled by what is there in the end. */
export const setsOf = ({ header }: History): readonly WorkloadFacts[] =>
  header.workloads.filter(({ vocabulary }) => vocabulary === 'set');

/**
 * A finding a set from a count over its final reads. Where reads are missing, what was found
 * is a lower bound, and nothing found is unknown.
 */
export function settledCounts(
  history: History,
  count: (reads: FinalReads['reads'], workload: WorkloadFacts) => Count,
): readonly Finding[] {
  return setsOf(history).map((workload) => {
    const { reads, missing } = finalReads(history, workload);
    const { value, evidence, note } = count(reads, workload);
    const base = { subject: { workload: workload.name }, evidence, note };
    if (missing === undefined) return { ...base, status: 'known', value, resolution: 0 };
    if (value === 0) return { ...base, status: 'unknown', reason: missing };
    return {
      ...base,
      status: 'censored',
      atLeast: value,
      resolution: 0,
      note: `${note}; ${missing}`,
    };
  });
}
