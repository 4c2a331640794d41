import type { Span } from '../../statistics/sample.ts';
import type { TrialSummary } from '../../statistics/summarize-trials.ts';
import type { Cell, WatchedSeries } from './cell.ts';
import type { Drift } from './drift.ts';
import { rules } from './rules.ts';
import type { Row, Trend } from './trend.ts';

/** The version of what `blackstart trend --json` prints; a field that goes changes it. */
export const TREND_VERSION = 1;

/** What many runs show together, as a JSON value. Times in ms; what has no value is absent. */
export function trendJson({ runs, night, rows, tests }: Trend): object {
  return {
    format: 'blackstart-trend',
    version: TREND_VERSION,
    rules,
    runs: runs.length,
    night,
    tests,
    scenarios: rows.map(rowValue),
  };
}

function rowValue(row: Row): object {
  const { scenario, title, topology, isOfNight, was, whole, cells, series, runs, shown } = row;
  return {
    ...{ scenario, title, topology, isOfNight },
    ...cellValue(whole),
    was,
    latest: shown.at(-1)?.folder,
    because: shown.findLast(({ results }) => results.verdict === whole.kind)?.results.because,
    runs: runs.length,
    cells: cells.map((cell) => ({ system: cell.system, ...cellValue(cell) })),
    series: series.map(seriesValue),
  };
}

function cellValue({ kind, runs, of, steadiness: { isFlaky, failed } }: Cell): object {
  const { failures, n, lower, upper, confidence } = failed;
  return {
    verdict: kind,
    withThisVerdict: runs,
    ofRuns: of,
    isFlaky,
    failed: n === 0 ? undefined : { failures, n, lower, upper, confidence },
  };
}

function seriesValue({ measure, subject, system, summary, drift }: WatchedSeries): object {
  return {
    ...{ measure, subject, system },
    ...summaryValue(summary),
    drift: drift === undefined ? undefined : driftValue(drift),
  };
}

function driftValue({ direction, recent, earlier, test: { p } }: Drift): object {
  return { direction, p, recent: summaryValue(recent), earlier: summaryValue(earlier) };
}

function summaryValue({ n, censored, unknown, median, interval }: TrialSummary): object {
  return {
    ...{ n, censored, unknown },
    median: median && spanValue(median),
    interval: interval && {
      ...spanValue({ atLeast: interval.lower, atMost: interval.upper }),
      confidence: interval.coverage,
    },
  };
}

/** JSON has no Infinity: what is censored has no upper end. */
const spanValue = ({ atLeast, atMost }: Span): object => ({
  atLeast,
  ...(atMost === Number.POSITIVE_INFINITY ? {} : { atMost }),
});
