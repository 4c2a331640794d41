import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** What latencies came to, in ms. */
export interface LatencySummary {
  /** All that was recorded, values out of range included, values that are no number not. */
  readonly count: number;
  /** Below 1 µs, negative ones included: counted as 1 µs. */
  readonly belowRange: number;
  /** Above 10 minutes, Infinity included: counted as 10 minutes, to be read as "at least". */
  readonly aboveRange: number;
  /** NaN: counted here alone. */
  readonly notNumbers: number;
  /** Undefined where the count is 0. */
  readonly latencies: LatencyQuantiles | undefined;
}

/** Nearest-rank percentiles to three significant digits, and the exact maximum, in ms. */
export interface LatencyQuantiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const LOWEST_MS = 0.001;
const HIGHEST_MS = 600_000;
const NS_PER_MS = 1_000_000;

/** An empty histogram of latencies from 1 µs to 10 minutes, to three significant digits. */
export const latencyHistogram = (): LatencyHistogram => new LatencyHistogram();

/** What latencies, ms, came to; in any order. */
export function summarizeLatency(latenciesMs: Iterable<number>): LatencySummary {
  const histogram = latencyHistogram();
  for (const latencyMs of latenciesMs) histogram.record(latencyMs);
  return histogram.summary();
}

/**
 * Latencies in the memory of one HdrHistogram, about 0.25 MB, however many they are.
 *
 * HdrHistogram (Gil Tene, hdrhistogram.org) as Node has it. It counts nanoseconds, so that three
 * digits hold down to 1 µs.
 */
export class LatencyHistogram {
  readonly #nanoseconds: RecordableHistogram = createHistogram({
    lowest: 1,
    highest: HIGHEST_MS * NS_PER_MS,
    figures: 3,
  });
  #maxMs = 0;
  #belowRange = 0;
  #aboveRange = 0;
  #notNumbers = 0;

  record(latencyMs: number): void {
    if (Number.isNaN(latencyMs)) {
      this.#notNumbers += 1;
      return;
    }
    if (latencyMs < LOWEST_MS) this.#belowRange += 1;
    if (latencyMs > HIGHEST_MS) this.#aboveRange += 1;
    const clampedMs = Math.min(HIGHEST_MS, Math.max(LOWEST_MS, latencyMs));
    this.#maxMs = Math.max(this.#maxMs, clampedMs);
    this.#nanoseconds.record(Math.round(clampedMs * NS_PER_MS));
  }

  /** Adds all that the other has recorded; the other stays as it is. */
  merge(other: LatencyHistogram): void {
    this.#nanoseconds.add(other.#nanoseconds);
    this.#maxMs = Math.max(this.#maxMs, other.#maxMs);
    this.#belowRange += other.#belowRange;
    this.#aboveRange += other.#aboveRange;
    this.#notNumbers += other.#notNumbers;
  }

  summary(): LatencySummary {
    return {
      count: this.#nanoseconds.count,
      belowRange: this.#belowRange,
      aboveRange: this.#aboveRange,
      notNumbers: this.#notNumbers,
      latencies: this.#quantiles(),
    };
  }

  #quantiles(): LatencyQuantiles | undefined {
    if (this.#nanoseconds.count === 0) return undefined;
    return {
      p50Ms: this.#percentileMs(50),
      p95Ms: this.#percentileMs(95),
      p99Ms: this.#percentileMs(99),
      maxMs: this.#maxMs,
    };
  }

  /**
   * The value at rank ceil(percent * count / 100).
   *
   * Asked by that rank's own percentage, as HdrHistogram rounds a rank to the nearest: of 31
   * values it takes the 29th for p95. It answers with the upper end of a bucket, which may be
   * above the largest value.
   */
  #percentileMs(percent: number): number {
    const { count } = this.#nanoseconds;
    const rank = Math.ceil((percent * count) / 100);
    const nanoseconds = this.#nanoseconds.percentile((100 * rank) / count);
    return Math.min(this.#maxMs, nanoseconds / NS_PER_MS);
  }
}
