import { doubtsOf } from './doubts.ts';
import type { Expectation, History } from './history.ts';
import type { Finding, Measure } from './measure.ts';
import { judge, type Verdict } from './verdict.ts';

/** What one measure found, whether or not anything is expected of it. */
export interface Measurement {
  readonly measure: Measure;
  readonly findings: readonly Finding[];
}

/** All that a reporter gets: everything in it follows from the history. */
export interface Report {
  readonly history: History;
  readonly measurements: readonly Measurement[];
  readonly verdict: Verdict;
}

/** Measures and judges a history. The same history gives the same report, today and next year. */
export function reportOf(
  history: History,
  measures: readonly Measure[],
  expect?: readonly Expectation[],
): Report {
  const doubts = doubtsOf(history);
  return {
    history,
    measurements: measures.map((measure) => ({ measure, findings: measure.of(history) })),
    verdict: judge({ history, measures, doubts, expect }),
  };
}
