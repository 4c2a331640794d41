import { formatMs } from '../core/duration.ts';
import type { History } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { latencyHistogram } from '../statistics/latency-histogram.ts';

/** How late the harness itself was: no outage and no latency can be told finer than this. */
export const operatorLateness: Measure = {
  name: 'operator-lateness',
  unit: 'ms',
  kind: 'timing',
  meaning: 'the latest start of an operation after it was due: the harness’s own delay',
  of: (history): readonly Finding[] => {
    const [first, ...others] = history.events.recorded('harness');
    if (first === undefined) return [];
    const latest = others.reduce(
      (worst, one) => (one.event.latenessMaxMs > worst.event.latenessMaxMs ? one : worst),
      first,
    );
    return [
      {
        status: 'known',
        subject: {},
        value: latest.event.latenessMaxMs,
        resolution: 0,
        evidence: [latest.position],
        note: usually(history),
      },
    ];
  },
};

/** How late operations started as a rule, of all workloads together. */
function usually({ header, events }: History): string {
  const histogram = latencyHistogram();
  for (const { name } of header.workloads) {
    for (const { invokedAt, due } of events.operations(name)) histogram.record(invokedAt - due);
  }
  const { latencies, count } = histogram.summary();
  if (latencies === undefined) return '';
  return `p50 ${formatMs(latencies.p50Ms)}, p99 ${formatMs(latencies.p99Ms)}, of ${count} starts`;
}
