import { type QuantileInterval, quantileOfSample } from './quantile.ts';
import { orderStatistic, type Sample, type Span, sampleOf, type Trial } from './sample.ts';

/** What a measure came to across independent trials, in the measure's unit. */
export interface TrialSummary extends Pick<Sample, 'censored' | 'reasons' | 'resolution'> {
  /** Known and censored trials. */
  readonly n: number;
  /** Trials that say nothing, beside the n. */
  readonly unknown: number;
  /** Undefined where n is 0. */
  readonly median: Span | undefined;
  /** The largest seen, which is no bound on the next; undefined where n is 0. */
  readonly maximum: Span | undefined;
  /** Of the median; undefined where n is below 2. */
  readonly interval: QuantileInterval | undefined;
}

/**
 * Median, maximum and the median's distribution-free confidence interval (DESIGN section 7).
 *
 * A censored trial counts as +Infinity above and as what was recorded below: it is never dropped,
 * and neither end of the interval claims more than was seen. Unknown trials are counted apart.
 *
 * @param confidence in (0, 1)
 */
export function summarizeTrials(trials: readonly Trial[], confidence = 0.95): TrialSummary {
  const sample = sampleOf(trials);
  const { n, censored, unknown, reasons, resolution } = sample;
  const { estimate: median, interval } = quantileOfSample(sample, 0.5, confidence);
  const maximum = n === 0 ? undefined : orderStatistic(sample, n);
  return { n, censored, unknown, reasons, resolution, median, maximum, interval };
}
