import type { Completion, History, Json, OperationError, WorkloadFacts } from '../core/history.ts';
import type { Finding, Subject } from '../core/measure.ts';

/** One operation from its due time to its completion, put together from its two events. */
export interface Probe {
  readonly id: number;
  readonly lane: number;
  readonly due: number;
  readonly invokedAt: number;
  readonly f: string;
  readonly value: Json;
  /** What was answered, where the vocabulary has answers. */
  readonly answer: Json | undefined;
  /** `open` where the history ends before the answer: nobody knows, as with `info`. */
  readonly outcome: Completion['type'] | 'open';
  /** Infinity while open. */
  readonly settledAt: number;
  /** `ok` within the deadline of its due time. */
  readonly good: boolean;
  /** Position of its invocation in `history.events`. */
  readonly invoked: number;
  /** Position of its completion; that of its invocation while open. */
  readonly settled: number;
  readonly error: OperationError | undefined;
}

/** Put together once a history: most measures ask. */
const known = new WeakMap<History, Map<string, readonly Probe[]>>();

/** The probes of one workload in order of their due times. */
export function probesOf(history: History, workload: WorkloadFacts): readonly Probe[] {
  const all = known.get(history) ?? new Map<string, readonly Probe[]>();
  known.set(history, all);
  const found = all.get(workload.name) ?? gather(history, workload);
  all.set(workload.name, found);
  return found;
}

function gather({ events }: History, { name, deadlineMs }: WorkloadFacts): readonly Probe[] {
  const probes = new Map<number, Probe>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'invoke' && event.workload === name) {
      const { id, lane, due, t: invokedAt, f, value } = event;
      const sent = { id, lane, due, invokedAt, f, value };
      probes.set(id, { ...unanswered, ...sent, invoked: index, settled: index });
    } else if (isCompletion(event) && event.workload === name) {
      const probe = probes.get(event.id);
      if (probe === undefined) continue;
      const good = event.type === 'ok' && event.t - probe.due <= deadlineMs;
      const { type: outcome, t: settledAt, value: answer, error } = event;
      probes.set(event.id, { ...probe, outcome, settledAt, good, settled: index, answer, error });
    }
  }
  return [...probes.values()].sort((one, other) => one.due - other.due);
}

const unanswered = {
  outcome: 'open',
  settledAt: Number.POSITIVE_INFINITY,
  good: false,
  answer: undefined,
  error: undefined,
} as const;

function isCompletion(event: { readonly type: string }): event is Completion {
  return event.type === 'ok' || event.type === 'fail' || event.type === 'info';
}

/** What can be said of a workload none of whose operations was ever due: nothing. */
export const neverAsked = (subject: Subject): Finding => ({
  status: 'unknown',
  subject,
  evidence: [],
  note: '',
  reason: 'no operation of it was ever due',
});

/** Position of the first probe that is due at `at` or later; their number where none is. */
export function firstDueFrom(probes: readonly Probe[], at: number): number {
  let low = 0;
  let high = probes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((probes[middle]?.due ?? Number.POSITIVE_INFINITY) < at) low = middle + 1;
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
