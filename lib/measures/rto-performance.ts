import type { Finding, Measure } from '../core/measure.ts';
import { type FallenBlow, fallenBlows, subjectOf } from './blows.ts';
import { eachBlow } from './each-blow.ts';
import { isInTime } from './outage.ts';
import { concernedBy, firstDueFrom, type Probe, probesOf } from './probes.ts';

/** As good as before: its 95th percentile within this times that of the steady phase. */
const TOLERATED = 1.5;
const QUANTILE = 0.95;
/** Fewer steady probes have no 95th percentile worth the name. */
const STEADY_PROBES = 20;

/**
 * Recovery time until latency is what it was: the first probe from which on the 95th percentile
 * over the stability window is within 1.5 times that of the steady phase (DESIGN section 7).
 *
 * Latency counts from the due time; a probe that is not good counts as slower than any bound.
 */
export const rtoPerformance: Measure = {
  name: 'rto.performance',
  unit: 'ms',
  kind: 'timing',
  against: 'before',
  meaning: 'from the blow until 95 of 100 answers are as quick as before, for good',
  of: (history) => {
    const { workloads, stabilityMs } = history.header;
    const [first] = fallenBlows(history);
    if (first === undefined) return [];
    const steady = new Map(
      workloads.map((workload) => [
        workload.name,
        steadyPercentile(probesOf(history, workload), first.at),
      ]),
    );
    return eachBlow(history, (blow, workload, probes): Finding => {
      const subject = { ...subjectOf(blow), workload: workload.name };
      const steadyMs = steady.get(workload.name) ?? 'never asked';
      const base = { subject, evidence: [blow.evidence], note: '' };
      if (typeof steadyMs === 'string') return { ...base, status: 'unknown', reason: steadyMs };
      const resolution = workload.intervalMs + blow.uncertaintyMs;
      const allowedMs = TOLERATED * steadyMs;
      const note = `p95 ${steadyMs.toFixed(1)} ms before, ${allowedMs.toFixed(1)} ms allowed`;
      return after(blow, probes, { stabilityMs, allowedMs, base: { ...base, note, resolution } });
    });
  },
};

const latencyOf = ({ good, due, settledAt }: Probe): number =>
  good ? settledAt - due : Number.POSITIVE_INFINITY;

/** Nearest rank, of the probes that were due before `until`, in ms; or why there is none. */
function steadyPercentile(probes: readonly Probe[], until: number): number | string {
  const latencies = probes.slice(0, firstDueFrom(probes, until)).map(latencyOf);
  const ordered = latencies.sort((one, other) => one - other);
  const found = ordered[Math.ceil(QUANTILE * ordered.length) - 1];
  if (found === undefined || ordered.length < STEADY_PROBES) {
    return `fewer than ${STEADY_PROBES} operations were due before the first blow`;
  }
  return Number.isFinite(found)
    ? found
    : 'more than 5 of 100 were not served before the first blow';
}

interface Terms {
  readonly stabilityMs: number;
  readonly allowedMs: number;
  readonly base: Pick<Finding, 'subject' | 'evidence' | 'note'> & { readonly resolution: number };
}

function after(
  { at, from, nextFrom }: FallenBlow,
  probes: readonly Probe[],
  { stabilityMs, allowedMs, base }: Terms,
): Finding {
  const concerned = concernedBy(probes, from);
  const isSlow = concerned.map((probe) => latencyOf(probe) > allowedMs);
  const firstSlow = concerned[isSlow.indexOf(true)];
  const lastDue = concerned.at(-1)?.due ?? Number.NEGATIVE_INFINITY;
  const start = quickStretch(concerned, isSlow, stabilityMs);
  if (start === 'none' && lastDue < at + stabilityMs) {
    const reason = `the recording ends within ${stabilityMs} ms of the blow`;
    return { ...base, status: 'unknown', reason };
  }
  if (start === 0 || firstSlow === undefined || isInTime(firstSlow, nextFrom, allowedMs)) {
    return { ...base, status: 'known', value: 0 };
  }
  const back = start === 'none' ? undefined : concerned[start];
  if (back === undefined) return { ...base, status: 'censored', atLeast: lastDue - at };
  const value = Math.round(Math.max(0, back.settledAt - at) * 1_000) / 1_000;
  const evidence = [...base.evidence, firstSlow.settled, back.settled];
  return { ...base, status: 'known', value, evidence };
}

/**
 * Position of the first quick probe from which on, over the window, at most 5 of 100 are slow: that
 * is what a nearest-rank 95th percentile within the bound means. The very first may be slow itself:
 * nothing was degraded then.
 */
function quickStretch(
  probes: readonly Probe[],
  isSlow: readonly boolean[],
  windowMs: number,
): number | 'none' {
  const lastDue = probes.at(-1)?.due ?? Number.NEGATIVE_INFINITY;
  let end = 0;
  let slow = 0;
  for (const [start, { due }] of probes.entries()) {
    if (lastDue - due < windowMs) break;
    while ((probes[end]?.due ?? Number.POSITIVE_INFINITY) < due + windowMs) {
      slow += isSlow[end] === true ? 1 : 0;
      end += 1;
    }
    const count = end - start;
    const isQuick = count - slow >= Math.ceil(QUANTILE * count);
    if (isQuick && (start === 0 || isSlow[start] === false)) return start;
    slow -= isSlow[start] === true ? 1 : 0;
  }
  return 'none';
}
