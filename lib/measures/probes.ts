import type {
  Completion,
  EventOf,
  History,
  Json,
  OperationError,
  WorkloadFacts,
} from '../core/history.ts';
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

type Growing = { -readonly [Field in keyof Probe]: Probe[Field] };

function gather({ events }: History, { name, deadlineMs }: WorkloadFacts): readonly Probe[] {
  const probes = new Map<number, Growing>();
  for (const [position, event] of events.entries()) {
    if (event.type === 'invoke' && event.workload === name) {
      probes.set(event.id, begun(event, position));
    } else if (isCompletion(event) && event.workload === name) {
      const probe = probes.get(event.id);
      if (probe === undefined) continue;
      probe.outcome = event.type;
      probe.settledAt = event.t;
      probe.good = event.type === 'ok' && event.t - probe.due <= deadlineMs;
      probe.settled = position;
      probe.answer = event.value;
      probe.error = event.error;
    }
  }
  return [...probes.values()].sort((one, other) => one.due - other.due);
}

const begun = ({ id, lane, due, t, f, value }: EventOf<'invoke'>, position: number): Growing => ({
  id,
  lane,
  due,
  invokedAt: t,
  f,
  value,
  answer: undefined,
  outcome: 'open',
  settledAt: Number.POSITIVE_INFINITY,
  good: false,
  invoked: position,
  settled: position,
  error: undefined,
});

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
