import type { EventOf, History } from '../core/history.ts';
import type { Probe } from './probes.ts';

/** A time in which a workload was asked for, on the history's clock. */
export interface Asked {
  readonly from: number;
  readonly until: number;
}

const always: Asked = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** When a workload was asked for: all the time, unless somebody began and ended it by hand. */
export function askedSpans({ events }: History, workload: string): readonly Asked[] {
  const turns = events.of('load').filter((event) => event.workload === workload);
  if (turns.length === 0) return [always];
  const bounds = (wanted: EventOf<'load'>['stage']) =>
    turns.filter(({ stage }) => stage === wanted).map(({ t }) => t);
  const ends = [...bounds('ends'), always.until];
  const begins = turns[0]?.stage === 'ends' ? [always.from, ...bounds('begins')] : bounds('begins');
  return begins.map((from, place) => ({ from, until: ends[place] ?? always.until }));
}

/** Those that were due in a span; what is asked later says nothing of what was before it. */
export const within = (probes: readonly Probe[], { from, until }: Asked): readonly Probe[] =>
  from === always.from && until === always.until
    ? probes
    : probes.filter(({ due }) => due >= from && due < until);
