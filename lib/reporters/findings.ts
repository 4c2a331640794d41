import { isDeepStrictEqual } from 'node:util';
import type { Finding, Measure } from '../core/measure.ts';
import type { Report } from '../core/report.ts';

/** The findings of one measure, whether or not anything is expected of it. */
export function findingsOf({ measurements }: Report, name: string): readonly Finding[] {
  return measurements.find(({ measure }) => measure.name === name)?.findings ?? [];
}

/** The tightest bound that a finding of this measure is held against, if any. */
export function boundOf(
  { verdict }: Report,
  name: string,
  { subject }: Finding,
): number | undefined {
  const own = verdict.judgements.filter(
    ({ measure, finding }) => measure.name === name && isDeepStrictEqual(finding.subject, subject),
  );
  return own.length === 0
    ? undefined
    : Math.min(...own.map(({ expectation }) => expectation.atMost));
}

/** With the resolution that it has under a slow harness, where anything was expected of it. */
export const asJudged = ({ verdict }: Report, { name }: Measure, finding: Finding): Finding =>
  verdict.judgements.find(
    (one) => one.measure.name === name && isDeepStrictEqual(one.finding.subject, finding.subject),
  )?.finding ?? finding;

/** As much of a finding as it takes to say which is worse. */
type Comparable = { readonly status: 'known'; readonly value: number } | Open;
type Open = { readonly status: 'censored' | 'unknown' };

/** Unknown is worse than censored, and censored than any number: nothing hides what is missing. */
export function worstOf<Found extends Comparable>(findings: readonly Found[]): Found | undefined {
  return (
    findings.find(({ status }) => status === 'unknown') ??
    findings.find(({ status }) => status === 'censored') ??
    findings.reduce<Found | undefined>(
      (worst, next) => (value(next) > (worst === undefined ? -1 : value(worst)) ? next : worst),
      undefined,
    )
  );
}

const value = (finding: Comparable): number => (finding.status === 'known' ? finding.value : 0);
