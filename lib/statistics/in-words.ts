import { formatValue } from '../core/format-value.ts';
import type { Measure } from '../core/measure.ts';
import { percentAtLeast } from './percent.ts';
import type { QuantileInterval } from './quantile.ts';
import type { Span } from './sample.ts';
import type { TrialSummary } from './summarize-trials.ts';

type Unit = Pick<Measure, 'unit'>;

/**
 * A summary as a person reads it, always with its n, and of one trial never as a bare point.
 *
 * `6.20 s (n = 1: one trial proves little)`; of more: the median, the maximum, and how surely the
 * median lies where. A censored duration begins with `>`, to be read as "at least".
 */
export function inWords(summary: TrialSummary, unit: Unit = { unit: 'ms' }): string {
  const { median, maximum, interval, resolution } = summary;
  if (median === undefined || maximum === undefined) return `unknown (${countsOf(summary)})`;
  const point = `${spanInWords(median, unit)}${resolutionInWords(resolution, unit)}`;
  if (interval === undefined) return `${point} (${countsOf(summary, ': one trial proves little')})`;
  const most = spanInWords(maximum, unit);
  const where = intervalInWords(interval, summary.n, unit);
  return `median ${point}, maximum ${most}, the median ${where} (${countsOf(summary)})`;
}

function spanInWords({ atLeast, atMost }: Span, unit: Unit): string {
  if (atLeast === atMost) return formatValue(unit, atLeast);
  if (atMost < Number.POSITIVE_INFINITY) {
    return `${formatValue(unit, atLeast)} to ${formatValue(unit, atMost)}`;
  }
  return `${unit.unit === 'ms' ? '> ' : 'at least '}${formatValue(unit, atLeast)}`;
}

function resolutionInWords(resolution: number, unit: Unit): string {
  return resolution > 0 ? ` ± ${formatValue(unit, resolution)}` : '';
}

function intervalInWords(interval: QuantileInterval, n: number, unit: Unit): string {
  const { lower, upper, coverage, confidence, reached } = interval;
  const from = formatValue(unit, lower);
  const where =
    upper < Number.POSITIVE_INFINITY
      ? `in ${from} to ${formatValue(unit, upper)}`
      : `at least ${from}`;
  const short = reached ? '' : ` only: ${n} trials cannot give ${percentAtLeast(confidence)}`;
  return `${where} with ${percentAtLeast(coverage)} confidence${short}`;
}

function countsOf({ n, censored, unknown, reasons }: TrialSummary, remark = ''): string {
  const open = censored > 0 ? `, ${censored} censored` : '';
  const apart = unknown > 0 ? `; ${unknown} unknown: ${reasons.join('; ')}` : '';
  return `n = ${n}${open}${remark}${apart}`;
}
