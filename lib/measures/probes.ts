import type { Finding, Subject } from '../core/measure.ts';
import type { OperationRecord } from '../core/operation-columns.ts';
import { onceAHistory } from './once-a-history.ts';

/** One operation from its due time to its completion. */
export interface Probe extends OperationRecord {
  /** `ok` within the deadline of its due time. */
  readonly good: boolean;
}

/** The probes of one workload in order of their due times, and of their ids where those are one. */
export const probesOf = onceAHistory(({ events }, { name, deadlineMs }): readonly Probe[] => {
  const probes: Probe[] = [];
  for (const operation of events.operations(name)) {
    const { outcome, settledAt, due } = operation;
    probes.push({ ...operation, good: outcome === 'ok' && settledAt - due <= deadlineMs });
  }
  return probes.sort((one, other) => one.due - other.due || one.id - other.id);
});

/** What can be said of a workload none of whose operations was ever due: nothing. */
export const neverAsked = (subject: Subject): Finding => ({
  status: 'unknown',
  subject,
  evidence: [],
  note: '',
  reason: 'no operation of it was ever due',
});

/** Position of the first probe that is due at `at` or later; their number where none is. */
export const firstDueFrom = (probes: readonly Probe[], at: number): number =>
  firstFrom(probes, at, ({ due }) => due);

/** Position of the first probe that is sent at `at` or later; their number where none is. */
export const firstSentFrom = (probes: readonly Probe[], at: number): number =>
  firstFrom(probes, at, ({ invokedAt }) => invokedAt);

/** @param probes in order of the time that is asked for */
function firstFrom(probes: readonly Probe[], at: number, timeOf: (probe: Probe) => number): number {
  let low = 0;
  let high = probes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const probe = probes[middle];
    if (probe !== undefined && timeOf(probe) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The probes that a blow at `at` concerns: in flight then, or due later; in order of due time.
 *
 * @param probes in order of due time
 */
export function concernedBy(probes: readonly Probe[], at: number): readonly Probe[] {
  const later = firstDueFrom(probes, at);
  const inFlight = probes.slice(0, later).filter(({ settledAt }) => settledAt > at);
  return [...inFlight, ...probes.slice(later)];
}
