import type { History, WorkloadFacts } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { type FallenBlow, fallenBlows, subjectOf } from './blows.ts';
import { type Outage, outageAfter } from './outage.ts';
import { neverAsked, type Probe, probesOf } from './probes.ts';

/** Recovery time until every lane is served again. */
export const rtoAll: Measure = {
  name: 'rto.all',
  unit: 'ms',
  kind: 'timing',
  meaning: 'from the blow until every client is served again, for good',
  of: (history) =>
    perBlow(history, (blow, workload, probes) => {
      const outage = outageAfter(blow, probes, history.header.stabilityMs);
      return finding(outage, blow, workload, workload.intervalMs);
    }),
};

/** Recovery time until the first lane is served again. */
export const rtoAny: Measure = {
  name: 'rto.any',
  unit: 'ms',
  kind: 'timing',
  meaning: 'from the blow until the first client is served again, for good',
  of: (history) =>
    perBlow(history, (blow, workload, probes) => {
      const lanes = Map.groupBy(probes, ({ lane }) => lane);
      const perLane = [...lanes.values()].map((lane) =>
        finding(
          outageAfter(blow, lane, history.header.stabilityMs),
          blow,
          workload,
          workload.intervalMs * workload.lanes,
        ),
      );
      return perLane.reduce(sooner);
    }),
};

function perBlow(
  history: History,
  measure: (blow: FallenBlow, workload: WorkloadFacts, probes: readonly Probe[]) => Finding,
): readonly Finding[] {
  const blows = fallenBlows(history);
  return history.header.workloads.flatMap((workload) => {
    const probes = probesOf(history, workload);
    return blows.map((blow) =>
      probes.length === 0
        ? neverAsked({ ...subjectOf(blow), workload: workload.name })
        : measure(blow, workload, probes),
    );
  });
}

function finding(
  outage: Outage,
  blow: FallenBlow,
  workload: WorkloadFacts,
  probeIntervalMs: number,
): Finding {
  const subject = { ...subjectOf(blow), workload: workload.name };
  const resolution = round(probeIntervalMs + blow.uncertaintyMs);
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
        evidence: [blow.evidence, outage.from.settled, outage.until.settled],
        note: `away from ${seconds(Math.max(0, outage.from.due - blow.at))} to ${seconds(outage.rtoMs)} after the blow`,
      };
  }
}

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
