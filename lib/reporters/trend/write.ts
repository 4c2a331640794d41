import { formatValue } from '../../core/format-value.ts';
import { boundInWords } from '../../statistics/bound-in-words.ts';
import type { Span } from '../../statistics/sample.ts';
import { formatFinding } from '../format.ts';
import type { Drift } from './drift.ts';
import type { Steadiness } from './flakiness.ts';
import type { StoredFinding, StoredRun } from './stored-run.ts';

const ms = { unit: 'ms' } as const;

/** A recovery time in a few characters: `5.43 s`, `> 73.7 s`, `unknown`. */
export function shortFinding(finding: StoredFinding): string {
  if (finding.status === 'unknown') return 'unknown';
  if (finding.status === 'known') return formatValue(ms, finding.value);
  return formatFinding(ms, { status: 'censored', atLeast: finding.atLeast });
}

/** `2026-11-22 06:36 UTC`. */
export const formatInstant = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** Why a cell is called flaky, with what so many runs say of it. */
export function flakyInWords({ failed }: Steadiness): string {
  return `flaky: with one set-up it failed in ${boundInWords(failed)}`;
}

/** Why a series is said to drift: both medians, and how likely ranks so far apart are by chance. */
export function driftInWords({ direction, recent, earlier, test }: Drift): string {
  return [
    `${direction}: median ${spanInWords(recent.median)} in the last ${recent.n} runs,`,
    `${spanInWords(earlier.median)} in the ${earlier.n} before (p = ${test.p.toPrecision(2)})`,
  ].join(' ');
}

function spanInWords(span: Span | undefined): string {
  if (span === undefined) return 'unknown';
  const { atLeast, atMost } = span;
  return atMost === Number.POSITIVE_INFINITY
    ? `> ${formatValue(ms, atLeast)}`
    : formatValue(ms, (atLeast + atMost) / 2);
}

/** What tells a run from its neighbours. */
export function runInWords({ results }: StoredRun): string {
  return `${results.verdict}, ${formatInstant(results.startedAt)}, seed ${results.seed}: ${results.because}`;
}

/** `1 run`, `7 runs`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
