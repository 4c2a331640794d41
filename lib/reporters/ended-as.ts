import { historyOf } from '../core/event-log.ts';
import type { EventOf, History } from '../core/history.ts';
import { type Report, reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';

type Outcome = EventOf<'end'>['outcome'];

/** A run as if it had ended otherwise, for tests: broken, interrupted, or skipped from the start. */
export function endedAs(outcome: Outcome, { header, events }: History): Report {
  const error = { code: 'X', message: 'no <engine> | answered', hint: 'start one' };
  const end = { t: 0, type: 'end', outcome, error } as const;
  const before = outcome === 'skipped' ? [] : [...events].filter(({ type }) => type !== 'end');
  return reportOf(historyOf(header, [...before, { ...end, t: before.at(-1)?.t ?? 0 }]), measures);
}
