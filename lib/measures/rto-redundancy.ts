import type { EventOf, History } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import { type FallenBlow, fallenBlows, subjectOf } from './blows.ts';

/** Recovery time until the system could stand the same blow again. */
export const rtoRedundancy: Measure = {
  name: 'rto.redundancy',
  unit: 'ms',
  kind: 'timing',
  meaning: 'from the blow until the system reports full redundancy again, for good',
  of: (history) => {
    const blows = fallenBlows(history);
    const systems = Map.groupBy(reports(history), ({ system }) => system);
    return [...systems].flatMap(([system, all]) =>
      blows.map((blow) => redundancyAfter(blow, system, all, history.header)),
    );
  },
};

type Report = EventOf<'redundancy'> & { readonly position: number };

/** Up to the final phase: in that the harness itself restarts everything. */
function reports({ events }: History): readonly Report[] {
  const final = events.find((event) => event.type === 'phase' && event.phase === 'final');
  const until = final?.t ?? Number.POSITIVE_INFINITY;
  return events.flatMap((event, position) =>
    event.type === 'redundancy' && event.t < until ? [{ ...event, position }] : [],
  );
}

function redundancyAfter(
  blow: FallenBlow,
  system: string,
  all: readonly Report[],
  { stabilityMs, observeEveryMs }: History['header'],
): Finding {
  const base = { subject: { ...subjectOf(blow), system }, note: '' };
  const resolution = observeEveryMs + blow.uncertaintyMs;
  const evidence = [blow.evidence];
  const after = all.filter(({ t }) => t >= blow.at);
  const last = after.at(-1);
  if (last === undefined) {
    return { ...base, status: 'unknown', evidence, reason: 'nothing reported after the blow' };
  }
  const first = after.findIndex(({ full }) => !full);
  const lost = after[first];
  const isOpen = blow.nextAt === Number.POSITIVE_INFINITY && last.t < blow.at + stabilityMs;
  if (lost === undefined && isOpen) {
    const reason = `the recording ends within ${stabilityMs} ms of the blow`;
    return { ...base, status: 'unknown', evidence, reason };
  }
  if (lost === undefined || lost.t >= blow.nextAt) {
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
      resolution,
      evidence: [...evidence, last.position],
      note,
    };
  }
  return {
    ...base,
    status: 'known',
    value: Math.round((back.t - blow.at) * 1_000) / 1_000,
    resolution,
    evidence: [...evidence, lost.position, back.position],
    note: `reduced to: ${lost.detail}`,
  };
}

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
