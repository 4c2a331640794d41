import { type RankInterval, rankInterval } from './rank-interval.ts';
import { orderStatistic, type Sample, type Span, sampleOf, type Trial } from './sample.ts';

/** Where a quantile of the distribution lies, whatever the distribution. */
export interface QuantileInterval extends RankInterval {
  readonly lower: number;
  /** Infinity where the order statistic is censored. */
  readonly upper: number;
  /** The confidence that was asked for; `coverage` is the actual one. */
  readonly confidence: number;
}

/** A quantile across trials. */
export interface Quantile {
  readonly p: number;
  readonly n: number;
  /** Undefined where n is 0. */
  readonly estimate: Span | undefined;
  /** Undefined where n is below 2. */
  readonly interval: QuantileInterval | undefined;
}

/**
 * The p-quantile across independent trials, with its distribution-free confidence interval.
 *
 * @param p in (0, 1): 0.5 is the median
 * @param confidence in (0, 1)
 */
export function quantileOf(trials: readonly Trial[], p: number, confidence = 0.95): Quantile {
  return quantileOfSample(sampleOf(trials), p, confidence);
}

/** The same, of trials that have been put in order. */
export function quantileOfSample(sample: Sample, p: number, confidence: number): Quantile {
  assertInside('p', p);
  assertInside('confidence', confidence);
  return {
    p,
    n: sample.n,
    estimate: estimateOf(sample, p),
    interval: intervalOf(sample, p, confidence),
  };
}

/** Definition 2 of Hyndman & Fan (1996): of an even number, the median is the middle two's mean. */
function estimateOf(sample: Sample, p: number): Span | undefined {
  if (sample.n === 0) return undefined;
  const position = nearlyWhole(sample.n * p);
  const lower = orderStatistic(sample, Math.max(1, Math.ceil(position)));
  const upper = orderStatistic(sample, Math.min(sample.n, Math.floor(position) + 1));
  return {
    atLeast: mean(lower.atLeast, upper.atLeast),
    atMost: mean(lower.atMost, upper.atMost),
  };
}

/** The lower end takes censored trials at what was recorded, the upper at Infinity: safe in both. */
function intervalOf(sample: Sample, p: number, confidence: number): QuantileInterval | undefined {
  const ranks = rankInterval(sample.n, p, confidence);
  if (ranks === undefined) return undefined;
  const lower = orderStatistic(sample, ranks.lowerRank).atLeast;
  const upper = orderStatistic(sample, ranks.upperRank).atMost;
  return { lower, upper, ...ranks, confidence };
}

/** Takes the rounding of a product such as 100 * 0.07 back. */
function nearlyWhole(position: number): number {
  const whole = Math.round(position);
  return Math.abs(position - whole) < 1e-9 ? whole : position;
}

const mean = (one: number, other: number): number => (one + other) / 2;

function assertInside(name: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw new RangeError(`${name}: expected a number between 0 and 1, got ${value}`);
}
