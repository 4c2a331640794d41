import { historyOf } from '../core/event-log.ts';
import type { EventOf, Header, History, HistoryEvent, Json } from '../core/history.ts';

/** A probe as a test writes it: due, and answered after so many ms; no answer at all if undefined. */
export interface LiteralProbe {
  readonly due: number;
  readonly lane?: number;
  readonly after?: number;
  readonly type?: 'ok' | 'fail' | 'info';
}

const header: Header = {
  type: 'header',
  format: 'blackstart-history',
  version: 1,
  run: 'literal',
  scenario: 'literal',
  title: 'A history written by hand',
  seed: 1,
  startedAt: '1970-01-01T00:00:00.000Z',
  topology: { name: 'toy', settings: {}, machines: ['a', 'b', 'c'] },
  workloads: [
    { name: 'set', system: 'toy', vocabulary: 'set', lanes: 2, intervalMs: 100, deadlineMs: 500 },
  ],
  schedule: [
    { atMs: 0, jitterMs: 0, fault: 'kill', settings: {}, lastsMs: 1_000, target: 'machine 1' },
  ],
  stabilityMs: 1_000,
  observeEveryMs: 100,
  expect: [],
  replay: 'blackstart run literal --seed 1',
  versions: {},
};

/** A history of literal events around a blow, in order of time, for the tests of measures. */
export function literalHistory(
  events: readonly HistoryEvent[],
  changes: Partial<Header> = {},
): History {
  const ordered = events.toSorted((one, other) => one.t - other.t);
  return historyOf({ ...header, ...changes }, ordered);
}

/** The events of literal probes; each adds its own position in the list to the set. */
export function probeEvents(probes: readonly LiteralProbe[]): readonly HistoryEvent[] {
  return probes.flatMap(({ due, lane = 0, after, type = 'ok' }, id): HistoryEvent[] => {
    const workload = 'set';
    const invoke = {
      t: due,
      type: 'invoke',
      workload,
      id,
      lane,
      due,
      f: 'add',
      value: id,
    } as const;
    return after === undefined ? [invoke] : [invoke, { t: due + after, type, workload, id }];
  });
}

/** Good probes every `everyMs` in [from, to), answered after 5 ms. */
export function goodProbes(from: number, to: number, everyMs = 100): readonly LiteralProbe[] {
  const count = Math.ceil((to - from) / everyMs);
  return Array.from({ length: count }, (_, index) => ({
    due: from + index * everyMs,
    lane: index % 2,
    after: 5,
  }));
}

/** A proven blow that fell at t, or within that much of it. */
export const blowAt = (t: number, index = 0, uncertaintyMs = 1): HistoryEvent => ({
  t,
  type: 'injected',
  index,
  uncertaintyMs,
  proofs: [{ claim: 'a is dead', vantage: 'b', observed: 'it is', holds: true }],
});

export interface LiteralFinalReads {
  readonly workload?: string;
  readonly passes?: readonly EventOf<'final-read'>['pass'][];
}

/** The same elements, as read from every machine in both passes. */
export function finalReadEvents(
  elements: Readonly<Record<string, readonly Json[]>>,
  { workload = 'set', passes = ['live', 'restarted'] }: LiteralFinalReads = {},
): readonly HistoryEvent[] {
  return passes.flatMap((pass) =>
    Object.entries(elements).map(
      ([machine, held]): HistoryEvent => ({
        t: 100_000,
        type: 'final-read',
        workload,
        machine,
        pass,
        elements: [...held],
      }),
    ),
  );
}

/** An operation as a test writes it; by default the next in line 100 ms later, ok after 10 ms. */
export interface LiteralOperation {
  readonly f: string;
  readonly value: Json;
  readonly answer?: Json;
  readonly type?: 'ok' | 'fail' | 'info' | 'open';
  readonly lane?: number;
  readonly at?: number;
  readonly after?: number;
}

/** The events of literal operations of the workload `load`; their ids are their positions. */
export function operationEvents(all: readonly LiteralOperation[]): readonly HistoryEvent[] {
  const workload = 'load';
  return all.flatMap((operation, id): HistoryEvent[] => {
    const { f, value, answer, type = 'ok', lane = 0, at: due = id * 100, after = 10 } = operation;
    const invoke = { t: due, type: 'invoke', workload, id, lane, due, f, value } as const;
    if (type === 'open') return [invoke];
    const answered = answer === undefined ? {} : { value: answer };
    return [invoke, { t: due + after, type, workload, id, ...answered }];
  });
}

/** A history of the workload `load` alone. */
export function historyOfLoad(
  vocabulary: string,
  events: readonly HistoryEvent[],
  { machines = ['a'], settings = {} }: Partial<Header['workloads'][number]> = {},
): History {
  const load = {
    name: 'load',
    system: 'toy',
    vocabulary,
    settings,
    machines,
    lanes: 1,
    intervalMs: 100,
    deadlineMs: 500,
  };
  return literalHistory(events, { workloads: [load] });
}
