import { formatValue } from '../core/format-value.ts';
import type { Censored, Known, Measure, Unknown } from '../core/measure.ts';
import type { VerdictKind } from '../core/verdict.ts';

export { formatSubject } from '../core/format-subject.ts';

/** The sign beside a verdict's word, for who cannot tell the colours apart. */
export const symbols: Readonly<Record<VerdictKind, string>> = {
  pass: '✓',
  fail: '✕',
  unknown: '?',
  skipped: '–',
  error: '!',
};

/** What of a finding is read: its number, or why there is none. */
type Reading =
  | Pick<Known, 'status' | 'value' | 'resolution'>
  | Pick<Censored, 'status' | 'atLeast'>
  | Pick<Unknown, 'status' | 'reason'>;

/** A finding as a person reads it: `6.16 s ± 11 ms`, `> 73.7 s`, `unknown: no final read of ...`. */
export function formatFinding(measure: Pick<Measure, 'unit'>, finding: Reading): string {
  switch (finding.status) {
    case 'known':
      return finding.resolution > 0
        ? `${formatValue(measure, finding.value)} ± ${formatValue(measure, finding.resolution)}`
        : formatValue(measure, finding.value);
    case 'censored':
      return `${measure.unit === 'ms' ? '> ' : 'at least '}${formatValue(measure, finding.atLeast)}`;
    case 'unknown':
      return `unknown: ${finding.reason}`;
  }
}
