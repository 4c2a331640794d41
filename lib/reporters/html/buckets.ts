import type { WorkloadFacts } from '../../core/history.ts';
import type { Probe } from '../../measures/probes.ts';

/** A workload in equal steps of time, counted by due time; position i begins at i * bucketMs. */
export interface Buckets {
  readonly ok: readonly number[];
  readonly fail: readonly number[];
  /** `info` and never answered: may have happened. */
  readonly info: readonly number[];
  /** Latencies of what was ok, from the due time in ms; null where nothing was. */
  readonly p50: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  /** Per lane the buckets with a probe that was not good: `[lane, from, to]`, `to` exclusive. */
  readonly bad: readonly (readonly [lane: number, from: number, to: number])[];
}

/** A page holds about this many values of buckets: 1 MB. */
const BUDGET = 200_000;
const widthsMs = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

/** 100 ms, or as much more as a long run needs for its page to stay below 3 MB. */
export function bucketWidthMs(endMs: number, workloads: readonly WorkloadFacts[]): number {
  const valuesPerBucket = workloads.reduce((sum, { lanes }) => sum + 6 + lanes / 2, 0);
  const fits = (ms: number) => (endMs / ms) * valuesPerBucket <= BUDGET;
  return widthsMs.find(fits) ?? Math.ceil((endMs * valuesPerBucket) / BUDGET);
}

/** Counts and latencies of probes per bucket; extremes are kept, however wide the bucket. */
export function bucketsOf(probes: readonly Probe[], endMs: number, bucketMs: number): Buckets {
  const length = Math.floor(endMs / bucketMs) + 1;
  const filled = Map.groupBy(probes, ({ due }) => Math.floor(due / bucketMs));
  const all = Array.from({ length }, (_, i) => filled.get(i) ?? []);
  const latencies = all.map(latenciesOf);
  return {
    ok: all.map((each) => count(each, 'ok')),
    fail: all.map((each) => count(each, 'fail')),
    info: all.map((each) => count(each, 'info') + count(each, 'open')),
    p50: latencies.map((sorted) => nearestRank(sorted, 0.5)),
    p99: latencies.map((sorted) => nearestRank(sorted, 0.99)),
    max: latencies.map((sorted) => nearestRank(sorted, 1)),
    bad: badStretches(all),
  };
}

const count = (probes: readonly Probe[], wanted: Probe['outcome']): number =>
  probes.filter(({ outcome }) => outcome === wanted).length;

function latenciesOf(probes: readonly Probe[]): readonly number[] {
  return probes
    .filter(({ outcome }) => outcome === 'ok')
    .map(({ due, settledAt }) => Math.round((settledAt - due) * 10) / 10)
    .sort((one, other) => one - other);
}

function nearestRank(sorted: readonly number[], share: number): number | null {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? null;
}

/** A bucket without a probe of the lane neither ends nor begins a bad stretch. */
function badStretches(buckets: readonly (readonly Probe[])[]): [number, number, number][] {
  const stretches: [number, number, number][] = [];
  const open = new Map<number, [number, number, number]>();
  for (const [i, probes] of buckets.entries()) {
    for (const [lane, own] of Map.groupBy(probes, (probe) => probe.lane)) {
      const stretch = open.get(lane);
      if (own.every(({ good }) => good)) open.delete(lane);
      else if (stretch !== undefined) stretch[2] = i + 1;
      else {
        const begun: [number, number, number] = [lane, i, i + 1];
        open.set(lane, begun);
        stretches.push(begun);
      }
    }
  }
  return stretches;
}
