import type { Completion, EventOf, WorkloadFacts } from '../core/history.ts';
import type { Answers, LoadState } from './state.ts';

/** What `lately` means. */
const WINDOW_MS = 1_000;

/** Follows the operations of one workload. */
export interface LoadTrack {
  begin(event: EventOf<'invoke'>): void;
  settle(event: Completion): void;
  /** @param t not before the latest event */
  at(t: number): Omit<LoadState, 'stage'>;
}

interface Settled {
  readonly t: number;
  readonly as: keyof Answers;
  readonly latencyMs: number;
}

/** Nothing has happened yet; keeps no more than the last second and what is under way. */
export function trackLoad({ name, deadlineMs, intervalMs }: WorkloadFacts): LoadTrack {
  const underWay = new Map<number, number>();
  const all = none();
  let settled: Settled[] = [];
  let servedAt: number | undefined;

  const forget = (t: number): void => {
    const kept = settled.findIndex((one) => one.t > t - WINDOW_MS);
    settled = kept === -1 ? [] : settled.slice(kept);
  };
  const overdueAt = (t: number): number => {
    let overdue = 0;
    for (const due of underWay.values()) {
      // They began in the order in which they were due.
      if (t - due <= deadlineMs) break;
      overdue += 1;
    }
    return overdue;
  };
  return {
    begin: ({ id, due }) => {
      underWay.set(id, due);
      servedAt ??= due;
    },
    settle: ({ t, id, type }) => {
      const latencyMs = t - (underWay.get(id) ?? t);
      underWay.delete(id);
      const as = kindOf(type, latencyMs > deadlineMs);
      all[as] += 1;
      if (as === 'good') servedAt = t;
      settled.push({ t, as, latencyMs });
      // Also where nobody looks, it must not grow.
      if (t - (settled[0]?.t ?? t) > 2 * WINDOW_MS) forget(t);
    },
    at: (t) => {
      forget(t);
      const lately = none();
      for (const { as } of settled) lately[as] += 1;
      const latencies = latenciesOf(settled);
      const awayMs = servedAt === undefined ? 0 : t - servedAt;
      return {
        name,
        lately,
        all: { ...all },
        overdue: overdueAt(t),
        p50Ms: nearestRank(latencies, 0.5),
        p99Ms: nearestRank(latencies, 0.99),
        awayMs: awayMs > Math.max(WINDOW_MS, 2 * intervalMs) ? awayMs : undefined,
      };
    },
  };
}

const none = (): { -readonly [Kind in keyof Answers]: number } => ({
  good: 0,
  late: 0,
  failed: 0,
  unknown: 0,
});

function kindOf(type: Completion['type'], isLate: boolean): keyof Answers {
  if (type === 'ok') return isLate ? 'late' : 'good';
  return type === 'fail' ? 'failed' : 'unknown';
}

const latenciesOf = (settled: readonly Settled[]): Float64Array =>
  Float64Array.from(
    settled.filter(({ as }) => as === 'good' || as === 'late'),
    ({ latencyMs }) => latencyMs,
  ).sort();

const nearestRank = (sorted: Float64Array, share: number): number | undefined =>
  sorted[Math.ceil(sorted.length * share) - 1];
