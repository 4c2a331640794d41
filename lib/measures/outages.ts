import { formatMs } from '../core/duration.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { askedSpans, within } from './asked.ts';
import { neverAsked, type Probe, probesOf } from './probes.ts';

/** A stretch in which a workload was not served. */
export interface OutageSpan {
  /** The first probe that was not good. */
  readonly from: Probe;
  /** The first of the stretch that stayed good; undefined where the recording ends before one. */
  readonly until: Probe | undefined;
}

/** Every outage of a workload, whatever caused it: as long and as many as there were. */
export const outages: Measure = {
  name: 'outages',
  unit: 'count',
  kind: 'timing',
  meaning: 'stretches in which a workload was not served, each until it stayed good',
  of: (history) =>
    history.header.workloads.flatMap((workload): readonly Finding[] => {
      const probes = probesOf(history, workload);
      if (probes.length === 0) return [neverAsked({ workload: workload.name })];
      const spans = askedSpans(history, workload.name).flatMap((asked) =>
        outageSpans(within(probes, asked), history.header.stabilityMs),
      );
      return [
        {
          status: 'known',
          subject: { workload: workload.name },
          value: spans.length,
          resolution: 0,
          evidence: spans.flatMap(({ from, until }) =>
            until === undefined ? [from.settled] : [from.settled, until.settled],
          ),
          note: spans.map(describe).join('; '),
        },
      ];
    }),
};

function describe({ from, until }: OutageSpan): string {
  const start = `at ${(from.due / 1_000).toFixed(2)} s`;
  return until === undefined
    ? `${start}, not over when the recording ended`
    : `${start} for ${formatMs(until.settledAt - from.due)}`;
}

/** @param probes in order of due time */
export function outageSpans(probes: readonly Probe[], stabilityMs: number): readonly OutageSpan[] {
  const spans: OutageSpan[] = [];
  let from: Probe | undefined;
  let until: Probe | undefined;
  for (const probe of probes) {
    if (!probe.good) {
      from ??= probe;
      until = undefined;
    } else if (from !== undefined) {
      until ??= probe;
      if (probe.due - until.due < stabilityMs) continue;
      spans.push({ from, until });
      from = undefined;
      until = undefined;
    }
  }
  return from === undefined ? spans : [...spans, { from, until: undefined }];
}
