import type { History, WorkloadFacts } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { type FallenBlow, subjectOf } from './blows.ts';
import { eachBlow } from './each-blow.ts';
import { type Outage, outageAfter } from './outage.ts';
import type { Probe } from './probes.ts';

/** Recovery time until every lane is served again. */
export const rtoAll: Measure = {
  name: 'rto.all',
  unit: 'ms',
  kind: 'timing',
  stalls: 'blur-until-recovered',
  meaning: 'from the blow until every client is served again, for good',
  of: (history) =>
    eachBlow(history, (blow, workload, probes) => {
      const outage = outageAfter(blow, probes, termsOf(history, workload));
      return finding(outage, blow, workload, workload.intervalMs);
    }),
};

/** Recovery time until the first lane is served again. */
export const rtoAny: Measure = {
  name: 'rto.any',
  unit: 'ms',
  kind: 'timing',
  stalls: 'blur-until-recovered',
  meaning: 'from the blow until the first client is served again, for good',
  of: (history) =>
    eachBlow(history, (blow, workload, probes) => {
      const lanes = Map.groupBy(probes, ({ lane }) => lane);
      const perLane = [...lanes.values()].map((lane) =>
        finding(
          outageAfter(blow, lane, termsOf(history, workload)),
          blow,
          workload,
          workload.intervalMs * workload.lanes,
        ),
      );
      return perLane.reduce(sooner);
    }),
};

const termsOf = ({ header: { stabilityMs } }: History, { deadlineMs }: WorkloadFacts) => ({
  stabilityMs,
  deadlineMs,
});

function finding(
  outage: Outage,
  blow: FallenBlow,
  workload: WorkloadFacts,
  probeIntervalMs: number,
): Finding {
  const subject = { ...subjectOf(blow), workload: workload.name };
  const late = outage.kind === 'recovered' ? startedLateMs(outage.until) : 0;
  const resolution = round(probeIntervalMs + blow.uncertaintyMs + late);
  const base = { subject, evidence: [blow.evidence], note: '' };
  switch (outage.kind) {
    case 'none':
      return { ...base, status: 'known', value: 0, resolution, note: 'no probe failed' };
    case 'unseen':
      return { ...base, status: 'unknown', reason: outage.reason };
    case 'lasting':
      return {
        ...base,
        status: 'censored',
        atLeast: round(outage.recordedMs),
        resolution,
        evidence: [blow.evidence, outage.from.settled],
        note: 'not recovered when the recording ended',
      };
    case 'recovered':
      return {
        ...base,
        status: 'known',
        value: round(outage.rtoMs),
        resolution,
        evidence: [blow.evidence, ...settledOnce(outage)],
        note: `away from ${seconds(Math.max(0, outage.from.due - blow.at))} to ${seconds(outage.rtoMs)} after the blow`,
      };
  }
}

const settledOnce = ({ from, last, until }: Extract<Outage, { kind: 'recovered' }>) => [
  ...new Set([from.settled, last.settled, until.settled]),
];

/** By as much the harness itself made a recovery look late. */
const startedLateMs = ({ invokedAt, due }: Probe): number => Math.max(0, invokedAt - due);

/** Which of two lanes' findings is the earlier recovery; what is unknown decides nothing. */
function sooner(one: Finding, other: Finding): Finding {
  return rank(other) < rank(one) ? other : one;
}

function rank(finding: Finding): number {
  switch (finding.status) {
    case 'known':
      return finding.value;
    case 'censored':
      return 1e12 + finding.atLeast;
    case 'unknown':
      return Number.POSITIVE_INFINITY;
  }
}

const round = (ms: number): number => Math.round(ms * 1_000) / 1_000;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
