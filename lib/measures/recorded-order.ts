import fc from 'fast-check';
import { historyOf } from '../core/event-log.ts';
import type { Header, HistoryEvent } from '../core/history.ts';
import { reportOf } from '../core/report.ts';
import { measures } from './index.ts';

/** Which of the independent events comes next, again and again; for the tests of measures. */
export const anyOrder = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 40 });

/** The same events in another order in which they could have been recorded at the same times. */
export function interleaved(
  events: readonly HistoryEvent[],
  keys: readonly number[],
): readonly HistoryEvent[] {
  const streams = Map.groupBy(events, (event) =>
    'id' in event ? `operation ${event.id}` : event.type,
  );
  const mixed: HistoryEvent[] = [];
  const open = [...streams.values()].map((all) => [...all]);
  for (let turn = 0; open.length > 0; turn += 1) {
    const index = (keys[turn % keys.length] ?? 0) % open.length;
    const next = open[index]?.shift();
    if (next !== undefined) mixed.push(next);
    if (open[index]?.length === 0) open.splice(index, 1);
  }
  return mixed;
}

/** What every measure finds in events as they were recorded; positions are only counted. */
export function findingsOf(header: Header, events: readonly HistoryEvent[]) {
  const { measurements } = reportOf(historyOf(header, events), measures);
  return measurements.map(({ measure, findings }) => ({
    measure: measure.name,
    findings: findings.map(({ evidence, ...finding }) => ({ ...finding, count: evidence.length })),
  }));
}
