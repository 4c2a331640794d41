import type { WorkloadFacts } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { type FallenBlow, subjectOf } from './blows.ts';
import { eachBlow } from './each-blow.ts';
import { feltAt, isInTime } from './outage.ts';
import { type OutageSpan, outageSpans } from './outages.ts';
import { concernedBy, type Probe } from './probes.ts';

/**
 * The longest of the outages that begin between a blow and the next one: what it costs when machines
 * go away, or what it costs when they return, whichever is longer. RTO runs on from the one to the
 * other only where clients noticed both.
 */
export const longestOutage: Measure = {
  name: 'longest-outage',
  unit: 'ms',
  kind: 'timing',
  stalls: 'blur',
  meaning: 'the longest stretch without service that began after a blow and before the next',
  of: (history) =>
    eachBlow(history, (blow, workload, probes) => {
      const { stabilityMs } = history.header;
      const concerned = concernedBy(probes, blow.from);
      const spans = outageSpans(concerned, stabilityMs).filter(
        ({ from }) => !isInTime(from, blow.nextFrom, workload.deadlineMs),
      );
      const lastDue = concerned.at(-1)?.due ?? Number.NEGATIVE_INFINITY;
      return spans.length === 0 &&
        lastDue < blow.at + stabilityMs &&
        blow.nextFrom === Number.POSITIVE_INFINITY
        ? unseen(blow, workload, stabilityMs)
        : finding(blow, workload, spans, lastDue);
    }),
};

function finding(
  blow: FallenBlow,
  workload: WorkloadFacts,
  spans: readonly OutageSpan[],
  lastDue: number,
): Finding {
  const lengthOf = ({ from, until }: OutageSpan): number =>
    Math.max(0, (until?.settledAt ?? lastDue) - Math.max(feltAt(blow.at, from), from.due));
  const longest = spans.toSorted((one, other) => lengthOf(other) - lengthOf(one))[0];
  const subject = { ...subjectOf(blow), workload: workload.name };
  const base = { subject, resolution: round(workload.intervalMs + blow.uncertaintyMs) };
  if (longest === undefined) {
    return {
      ...base,
      status: 'known',
      value: 0,
      evidence: [blow.evidence],
      note: 'no probe failed',
    };
  }
  const { from, until } = longest;
  const late = until === undefined ? 0 : Math.max(0, until.invokedAt - until.due);
  const found = {
    ...base,
    resolution: round(base.resolution + late),
    evidence: [blow.evidence, ...evidenceOf(from), ...evidenceOf(until)],
    note: noteOf(blow, longest, spans.length),
  };
  // One that is not over may yet be the longest, however short it is.
  const lasting = spans.some((span) => span.until === undefined);
  return lasting
    ? { ...found, status: 'censored', atLeast: round(lengthOf(longest)) }
    : { ...found, status: 'known', value: round(lengthOf(longest)) };
}

const evidenceOf = (probe: Probe | undefined): readonly number[] =>
  probe === undefined ? [] : [probe.settled];

function noteOf(blow: FallenBlow, { from, until }: OutageSpan, spans: number): string {
  const start = `from ${(Math.max(0, from.due - blow.at) / 1_000).toFixed(2)} s after the blow`;
  const which = spans === 1 ? 'the only one' : `the longest of ${spans}`;
  return until === undefined ? `${start}, not over when the recording ended` : `${start}, ${which}`;
}

const unseen = (blow: FallenBlow, { name }: WorkloadFacts, stabilityMs: number): Finding => ({
  status: 'unknown',
  subject: { ...subjectOf(blow), workload: name },
  evidence: [blow.evidence],
  note: '',
  reason: `the recording ends within ${stabilityMs} ms of the blow`,
});

const round = (ms: number): number => Math.round(ms * 1_000) / 1_000;
