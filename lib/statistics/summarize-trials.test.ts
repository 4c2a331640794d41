import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literalTrials } from './literal-trials.ts';
import { quantileOf } from './quantile.ts';
import { orderStatistic, sampleOf, type Trial } from './sample.ts';
import { summarizeTrials, type TrialSummary } from './summarize-trials.ts';

const infinity = Number.POSITIVE_INFINITY;

describe('trials by hand', () => {
  test('of seven known ones: the middle, the largest, and the extremes at 98.4 %', () => {
    expect(summarizeTrials(literalTrials(7, 3, 5, 1, 9, 4, 2))).toEqual({
      n: 7,
      censored: 0,
      unknown: 0,
      reasons: [],
      resolution: 0,
      median: { atLeast: 4, atMost: 4 },
      maximum: { atLeast: 9, atMost: 9 },
      interval: {
        lower: 1,
        upper: 9,
        lowerRank: 1,
        upperRank: 7,
        coverage: 0.984375,
        reached: true,
        confidence: 0.95,
      },
    });
  });

  test('of an even number, the median is the mean of the middle two', () => {
    expect(summarizeTrials(literalTrials(1, 2, 4, 10)).median).toEqual({ atLeast: 3, atMost: 3 });
  });

  test('a censored trial is the largest, not dropped', () => {
    expect(summarizeTrials(literalTrials(1, 2, '> 60'))).toMatchObject({
      n: 3,
      censored: 1,
      median: { atLeast: 2, atMost: 2 },
      maximum: { atLeast: 60, atMost: infinity },
      interval: { lower: 1, upper: infinity },
    });
  });

  test('where most are censored, so is the median', () => {
    const { median, interval } = summarizeTrials(literalTrials(2, '> 60', '> 60'));
    expect(median).toEqual({ atLeast: 60, atMost: infinity });
    expect(interval).toMatchObject({ lower: 2, upper: infinity });
  });

  test('of an even number with one of the middle two censored, the median is, too', () => {
    expect(summarizeTrials(literalTrials(2, '> 60')).median).toEqual({
      atLeast: 31,
      atMost: infinity,
    });
  });

  test('a trial censored early says little: the median may be it or the next', () => {
    expect(summarizeTrials(literalTrials(3, 100, '> 60'))).toMatchObject({
      median: { atLeast: 60, atMost: 100 },
      maximum: { atLeast: 100, atMost: infinity },
    });
  });

  test('unknown trials are counted apart, with their reasons', () => {
    const trials = literalTrials('no final read', 5, 'not steady', 'no final read');
    expect(summarizeTrials(trials)).toMatchObject({
      n: 1,
      unknown: 3,
      reasons: ['no final read', 'not steady'],
      median: { atLeast: 5, atMost: 5 },
      interval: undefined,
    });
  });

  test('no trial that counts: no number', () => {
    expect(summarizeTrials(literalTrials('no final read'))).toMatchObject({
      n: 0,
      unknown: 1,
      median: undefined,
      maximum: undefined,
      interval: undefined,
    });
  });

  test('NaN is an unknown, and Infinity the largest', () => {
    const trials = literalTrials(Number.NaN, 1, '> NaN', infinity, -infinity);
    expect(summarizeTrials(trials)).toMatchObject({
      n: 2,
      unknown: 3,
      reasons: ['-Infinity is no measurement', 'NaN is no measurement'],
      maximum: { atLeast: infinity, atMost: infinity },
    });
  });

  test('the resolution is the coarsest', () => {
    const trials = [1, 5, 3].map((resolution): Trial => ({ kind: 'known', value: 1, resolution }));
    expect(summarizeTrials(trials).resolution).toBe(5);
  });

  test('five trials can give 90 %', () => {
    const { interval } = summarizeTrials(literalTrials(1, 2, 3, 4, 5), 0.9);
    expect(interval).toMatchObject({ confidence: 0.9, coverage: 0.9375, reached: true });
  });

  test('five trials cannot give 95 %: the extremes, with their 93.75 %', () => {
    expect(summarizeTrials(literalTrials(1, 2, 3, 4, 5)).interval).toMatchObject({
      lower: 1,
      upper: 5,
      coverage: 0.9375,
      reached: false,
    });
  });
});

describe('other quantiles', () => {
  const hundred = literalTrials(...Array.from({ length: 100 }, (_, index) => index + 1));

  test.each([
    // Definition 2 of Hyndman & Fan: R's quantile(1:100, p, type = 2).
    [0.07, 7.5],
    [0.25, 25.5],
    [0.5, 50.5],
    [0.955, 96],
    [0.95, 95.5],
    [0.999, 100],
    [0.001, 1],
  ])('the %d-quantile of 1 to 100 is %d', (p, value) => {
    expect(quantileOf(hundred, p).estimate).toEqual({ atLeast: value, atMost: value });
  });

  test('the interval of the 95th percentile is not symmetric', () => {
    // P(B >= 99) = 3.7 % is too much for the upper tail, P(B < 90) = 1.1 % is not for the lower.
    expect(quantileOf(hundred, 0.95).interval).toMatchObject({ lower: 90, upper: 100 });
  });

  test.each([0, 1, 95, Number.NaN])('a p of %d is a mistake of the caller', (p) => {
    expect(() => quantileOf(hundred, p)).toThrow(RangeError);
    expect(() => quantileOf(hundred, 0.5, p)).toThrow(RangeError);
  });

  test.each([0, 3])('there is no rank %i of two', (rank) => {
    expect(() => orderStatistic(sampleOf(literalTrials(1, 2)), rank)).toThrow(RangeError);
  });
});

const value = fc.integer({ min: 0, max: 100 });
const trial: fc.Arbitrary<Trial> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('known'), value, resolution: value }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('censored'), atLeast: value }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unknown'), reason: fc.string() }) },
);
const trials = fc.array(trial, { maxLength: 40 });
const p = fc.double({ min: 0.01, max: 0.99, noNaN: true });

/** Every bound of a summary, to be compared one by one. */
const boundsOf = ({ median, maximum, interval }: TrialSummary): readonly number[] => [
  median?.atLeast ?? 0,
  median?.atMost ?? 0,
  maximum?.atLeast ?? 0,
  maximum?.atMost ?? 0,
  interval?.lower ?? 0,
  interval?.upper ?? 0,
];

function expectNoneLower(before: readonly Trial[], after: readonly Trial[]): void {
  const bounds = boundsOf(summarizeTrials(after));
  for (const [index, bound] of boundsOf(summarizeTrials(before)).entries()) {
    expect(bounds[index]).toBeGreaterThanOrEqual(bound);
  }
}

describe('any trials', () => {
  test('in any order, and again, they come to the same', () => {
    const shuffled = trials.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, p, ([all, mixed], p) => {
        expect(summarizeTrials(mixed)).toEqual(summarizeTrials(all));
        expect(quantileOf(mixed, p)).toEqual(quantileOf(all, p));
      }),
    );
  });

  test('every trial is counted once', () => {
    fc.assert(
      fc.property(trials, (all) => {
        const { n, unknown } = summarizeTrials(all);
        expect(n + unknown).toBe(all.length);
      }),
    );
  });

  test('a larger value lowers no bound', () => {
    fc.assert(
      fc.property(trials, fc.nat(), value, (all, index, more) => {
        const chosen = index % Math.max(1, all.length);
        const raised = all.map((each, position): Trial => {
          if (position !== chosen) return each;
          if (each.kind === 'known') return { ...each, value: each.value + more };
          return each.kind === 'censored' ? { ...each, atLeast: each.atLeast + more } : each;
        });
        expectNoneLower(all, raised);
      }),
    );
  });

  test('to censor a value lowers no bound', () => {
    fc.assert(
      fc.property(trials, fc.nat(), (all, index) => {
        const chosen = index % Math.max(1, all.length);
        const censored = all.map(
          (each, position): Trial =>
            position === chosen && each.kind === 'known'
              ? { kind: 'censored', atLeast: each.value }
              : each,
        );
        expectNoneLower(all, censored);
      }),
    );
  });

  test('what is said with some censored holds for what they really were', () => {
    const recorded = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(recorded, p, (pairs, p) => {
        const truth = quantileOf(literalTrials(...pairs.map(([real]) => real)), p);
        const seen = quantileOf(
          literalTrials(...pairs.map(([real, until]) => (real > until ? `> ${until}` : real))),
          p,
        );
        const real = truth.estimate?.atLeast ?? Number.NaN;
        expect(seen.estimate?.atLeast).toBeLessThanOrEqual(real);
        expect(seen.estimate?.atMost).toBeGreaterThanOrEqual(real);
        expect(seen.interval?.lower ?? 0).toBeLessThanOrEqual(truth.interval?.lower ?? 0);
        expect(seen.interval?.upper ?? 0).toBeGreaterThanOrEqual(truth.interval?.upper ?? 0);
        expect(seen.interval?.coverage).toBe(truth.interval?.coverage);
      }),
    );
  });
});
