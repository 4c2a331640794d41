import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latencyHistogram, summarizeLatency } from './latency-histogram.ts';

/** The value at rank ceil(percent * count / 100), by sorting. */
function nearestRank(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil((percent * values.length) / 100) - 1] ?? Number.NaN;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('latencies by hand', () => {
  test('1 to 100 ms: each percentile is its own value, within three digits', () => {
    const { count, latencies } = summarizeLatency(upTo(100));
    expect(count).toBe(100);
    expect(latencies?.p50Ms).toBeCloseTo(50, 0);
    expect(latencies?.p95Ms).toBeCloseTo(95, 0);
    expect(latencies?.p99Ms).toBeCloseTo(99, 0);
    expect(latencies?.maxMs).toBe(100);
  });

  test('p95 of 31 values is the 30th, which HdrHistogram alone would make the 29th', () => {
    expect(summarizeLatency(upTo(31)).latencies?.p95Ms).toBeCloseTo(30, 0);
  });

  test('one value is all of its percentiles', () => {
    expect(summarizeLatency([12.345]).latencies).toEqual({
      p50Ms: 12.345,
      p95Ms: 12.345,
      p99Ms: 12.345,
      maxMs: 12.345,
    });
  });

  test('no values: no percentiles', () => {
    expect(summarizeLatency([])).toEqual({
      count: 0,
      belowRange: 0,
      aboveRange: 0,
      notNumbers: 0,
      latencies: undefined,
    });
  });

  test('values out of range stand at its ends and are counted', () => {
    const values = [0, -5, 0.000_9, 600_001, Number.POSITIVE_INFINITY];
    expect(summarizeLatency(values)).toEqual({
      count: 5,
      belowRange: 3,
      aboveRange: 2,
      notNumbers: 0,
      latencies: { p50Ms: 0.001, p95Ms: 600_000, p99Ms: 600_000, maxMs: 600_000 },
    });
  });

  test('the ends of the range are in it', () => {
    expect(summarizeLatency([0.001, 600_000])).toMatchObject({ belowRange: 0, aboveRange: 0 });
  });

  test('what is no number is counted, and moves nothing', () => {
    const summary = summarizeLatency([Number.NaN, 5]);
    expect(summary).toMatchObject({ count: 1, notNumbers: 1, latencies: { maxMs: 5 } });
  });
});

/** Spread evenly over the orders of magnitude from 1 µs to 10 minutes. */
const inRange = fc
  .double({ min: Math.log(0.001), max: Math.log(600_000), noNaN: true })
  .map((exponent) => Math.min(600_000, Math.max(0.001, Math.exp(exponent))));
const latencies = fc.array(inRange, { minLength: 1, maxLength: 200 });
const anything = fc.array(fc.oneof(inRange, fc.double(), fc.constant(Number.NaN)), {
  maxLength: 100,
});

describe('any latencies', () => {
  test('percentiles are those of sorting, within three significant digits', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const found = summarizeLatency(values).latencies;
        for (const [percent, ms] of [
          [50, found?.p50Ms],
          [95, found?.p95Ms],
          [99, found?.p99Ms],
        ] as const) {
          const exact = nearestRank(values, percent);
          expect(Math.abs((ms ?? 0) - exact) / exact).toBeLessThan(0.001);
        }
        expect(found?.maxMs).toBe(Math.max(...values));
      }),
    );
  });

  test('each is counted, in order and below the maximum, whatever it is', () => {
    fc.assert(
      fc.property(anything, (values) => {
        const { count, notNumbers, latencies } = summarizeLatency(values);
        const { p50Ms, p95Ms, p99Ms, maxMs } = latencies ?? {
          p50Ms: 0,
          p95Ms: 0,
          p99Ms: 0,
          maxMs: 0,
        };
        expect(count + notNumbers).toBe(values.length);
        expect([p50Ms, p95Ms, p99Ms, maxMs]).toEqual(
          [p50Ms, p95Ms, p99Ms, maxMs].toSorted((one, other) => one - other),
        );
      }),
    );
  });

  test('merged parts are the whole, in any order', () => {
    fc.assert(
      fc.property(anything, anything, (first, second) => {
        const [merged, other] = [latencyHistogram(), latencyHistogram()];
        for (const ms of first) merged.record(ms);
        for (const ms of second) other.record(ms);
        merged.merge(other);
        expect(merged.summary()).toEqual(summarizeLatency([...second, ...first]));
        expect(other.summary()).toEqual(summarizeLatency(second));
      }),
    );
  });
});
