import type { EventOf, History } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { type FallenBlow, fallenBlows, subjectOf } from './blows.ts';

/** Recovery time until the system could stand the same blow again. */
export const rtoRedundancy: Measure = {
  name: 'rto.redundancy',
  unit: 'ms',
  kind: 'timing',
  stalls: 'blur-until-recovered',
  meaning: 'from the blow until the system reports full redundancy again, for good',
  of: (history) => {
    const blows = fallenBlows(history);
    const systems = Map.groupBy(reports(history), ({ system }) => system);
    return [...systems].flatMap(([system, all]) =>
      blows.map((blow) => redundancyAfter(blow, system, all, history)),
    );
  },
};

type Report = EventOf<'redundancy'> & { readonly position: number };

/** Up to the final phase: in that the harness itself restarts everything. */
function reports({ events }: History): readonly Report[] {
  const final = events.of('phase').find(({ phase }) => phase === 'final');
  const until = final?.t ?? Number.POSITIVE_INFINITY;
  return events
    .recorded('redundancy')
    .filter(({ event }) => event.t < until)
    .map(({ event, position }) => ({ ...event, position }));
}

function redundancyAfter(
  blow: FallenBlow,
  system: string,
  all: readonly Report[],
  history: History,
): Finding {
  const { stabilityMs } = history.header;
  const base = { subject: { ...subjectOf(blow), system }, note: '' };
  const resolutionAt = (t: number) => round(lookBefore(t, system, history) + blow.uncertaintyMs);
  const evidence = [blow.evidence];
  const after = all.filter(({ t }) => t >= blow.from);
  const last = after.at(-1);
  if (last === undefined) {
    return { ...base, status: 'unknown', evidence, reason: 'nothing reported after the blow' };
  }
  const first = after.findIndex(({ full }) => !full);
  const lost = after[first];
  const isOpen = blow.nextFrom === Number.POSITIVE_INFINITY && last.t < blow.at + stabilityMs;
  if (lost === undefined && isOpen) {
    const reason = `the recording ends within ${stabilityMs} ms of the blow`;
    return { ...base, status: 'unknown', evidence, reason };
  }
  if (lost === undefined || lost.t >= blow.nextFrom) {
    const resolution = resolutionAt(last.t);
    return { ...base, status: 'known', value: 0, resolution, evidence, note: 'never seen reduced' };
  }
  const back = stretchStart(after.slice(first), stabilityMs);
  if (back === undefined) {
    const note = `last seen: ${last.detail}`;
    const atLeast = last.t - blow.at;
    return {
      ...base,
      status: 'censored',
      atLeast,
      resolution: resolutionAt(last.t),
      evidence: [...evidence, last.position],
      note,
    };
  }
  return {
    ...base,
    status: 'known',
    value: round(Math.max(0, back.t - blow.at)),
    resolution: resolutionAt(back.t),
    evidence: [...evidence, lost.position, back.position],
    note: `reduced to: ${lost.detail}`,
  };
}

/**
 * How long before `t` a machine may already have been as it was seen to be then: the longest
 * pause between the two last looks at any of them, a look that nobody answered included.
 */
function lookBefore(t: number, system: string, { header, events }: History): number {
  const seen = events.of('observation').filter((event) => event.system === system && event.t <= t);
  const pauses = [...Map.groupBy(seen, ({ machine }) => machine).values()].map((looks) => {
    const [previous, latest] = looks.slice(-2);
    return previous === undefined || latest === undefined ? 0 : latest.t - previous.t;
  });
  return Math.max(header.observeEveryMs, ...pauses);
}

const round = (ms: number): number => Math.round(ms * 1_000) / 1_000;

/** The first report of full redundancy from which on every report is full for the whole window. */
function stretchStart(all: readonly Report[], stabilityMs: number): Report | undefined {
  let start: Report | undefined;
  for (const report of all) {
    if (!report.full) start = undefined;
    else if (start === undefined) start = report;
    if (start !== undefined && report.t - start.t >= stabilityMs) return start;
  }
  return undefined;
}
