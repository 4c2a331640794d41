import { formatMs } from '../core/duration.ts';
import type { History } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { summarizeLatency } from '../statistics/latency-histogram.ts';
import { firstDueFrom, neverAsked, probesOf } from './probes.ts';

/** The histogram keeps three significant digits; a client's own clock is no better than this. */
const LEAST_MS = 0.1;

/** From and until when a probe must have been due. */
type Span = readonly [from: number, until: number];

/**
 * The 99th percentile of the time from the moment at which an operation was due until it was
 * answered. Answers that came are counted, late ones too; those that failed or never came are not:
 * an error in 1 ms would look quick in the midst of an outage.
 */
const latency = (when: string, meaning: string, spanOf: (history: History) => Span): Measure => ({
  name: `latency.${when}`,
  unit: 'ms',
  kind: 'timing',
  meaning: `99 of 100 answers came within this of their due time, ${meaning}`,
  of: (history) => {
    const [from, until] = spanOf(history);
    return history.header.workloads.flatMap((workload) => {
      const probes = probesOf(history, workload);
      if (probes.length === 0) return [neverAsked({ workload: workload.name })];
      const due = probes.slice(firstDueFrom(probes, from), firstDueFrom(probes, until));
      const answered = due.filter(({ outcome }) => outcome === 'ok');
      return [
        finding(
          workload.name,
          answered.map((probe) => probe.settledAt - probe.due),
        ),
      ];
    });
  },
});

function finding(workload: string, latenciesMs: readonly number[]): Finding {
  const base = { subject: { workload }, evidence: [] };
  const { latencies, count } = summarizeLatency(latenciesMs);
  if (latencies === undefined) {
    return { ...base, status: 'unknown', reason: 'nothing was answered', note: '' };
  }
  const { p50Ms, p95Ms, p99Ms, maxMs } = latencies;
  const note = `p50 ${formatMs(p50Ms)}, p95 ${formatMs(p95Ms)}, max ${formatMs(maxMs)}, of ${count}`;
  const resolution = Math.max(LEAST_MS, p99Ms / 1_000);
  return { ...base, status: 'known', value: p99Ms, resolution, note };
}

const injectedAt = ({ events }: History): readonly number[] =>
  events.of('injected').map(({ t }) => t);

/** Infinity where nothing was healed: nothing is due after that. */
function lastHealedAt({ events }: History): number {
  const healed = events.of('healed').map(({ t }) => t);
  return healed.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...healed);
}

const firstBlowAt = (history: History): number =>
  injectedAt(history).reduce((first, t) => Math.min(first, t), Number.POSITIVE_INFINITY);

/** Latency of the steady phase. */
export const latencyBefore = latency('before', 'before the first blow', (history) => [
  Number.NEGATIVE_INFINITY,
  firstBlowAt(history),
]);

/** Latency while something is broken. */
export const latencyDuring = latency(
  'during',
  'from the first blow until the last was healed',
  (history) => [firstBlowAt(history), lastHealedAt(history)],
);

/** Latency when all is healed. */
export const latencyAfter = latency('after', 'after the last blow was healed', (history) => [
  lastHealedAt(history),
  Number.POSITIVE_INFINITY,
]);
