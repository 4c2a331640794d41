import type { History, Json, WorkloadFacts } from '../core/history.ts';
import type { FinalRead } from './final-reads.ts';
import { type Probe, probesOf } from './probes.ts';

/** Acknowledged elements that a final read lacks. */
export interface Loss {
  readonly acknowledged: readonly Probe[];
  /** Absent from at least one read, in order of acknowledgement. */
  readonly lost: readonly Probe[];
  /** Absent from every read. */
  readonly lostEverywhere: number;
  /** Of the reads that lack something: how much. */
  readonly perRead: readonly { readonly read: FinalRead; readonly count: number }[];
}

/** Holds the acknowledged writes of a workload against its final reads. */
export function lossOf(
  history: History,
  workload: WorkloadFacts,
  reads: readonly FinalRead[],
): Loss {
  const acknowledged = probesOf(history, workload)
    .filter(({ f, outcome }) => f === 'add' && outcome === 'ok')
    .sort((one, other) => one.settledAt - other.settledAt);
  const present = reads.map((read) => ({ read, elements: new Set<Json>(read.elements) }));
  const absences = (probe: Probe) => present.filter(({ elements }) => !elements.has(probe.value));
  const lost = acknowledged.filter((probe) => absences(probe).length > 0);
  return {
    acknowledged,
    lost,
    lostEverywhere: lost.filter((probe) => absences(probe).length === reads.length).length,
    perRead: present
      .map(({ read, elements }) => ({
        read,
        count: lost.filter(({ value }) => !elements.has(value)).length,
      }))
      .filter(({ count }) => count > 0),
  };
}
