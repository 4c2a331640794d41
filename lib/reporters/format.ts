import { formatValue } from '../core/format-value.ts';
import type { Finding, Measure, Subject } from '../core/measure.ts';
import type { VerdictKind } from '../core/verdict.ts';

/** The sign beside a verdict's word, for who cannot tell the colours apart. */
export const symbols: Readonly<Record<VerdictKind, string>> = {
  pass: '✓',
  fail: '✕',
  unknown: '?',
  skipped: '–',
  error: '!',
};

/** A finding as a person reads it: `6.16 s ± 11 ms`, `> 73.7 s`, `unknown: no final read of ...`. */
export function formatFinding(measure: Pick<Measure, 'unit'>, finding: Finding): string {
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

/** What a finding is about: `set, blow 1`. */
export function formatSubject({ workload, system, blow, step }: Subject): string {
  const number = step === undefined ? '' : `.${step + 1}`;
  const words = [workload, system, blow === undefined ? undefined : `blow ${blow + 1}${number}`];
  return words.filter((word) => word !== undefined).join(', ');
}
