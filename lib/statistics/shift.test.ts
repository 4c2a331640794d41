import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { rankSumCdf, rankSumQuantile } from './rank-sum.ts';
import type { Span } from './sample.ts';
import { boundsOfShift, type Pair, shiftBetween, shiftWithin } from './shift.ts';
import { signedRankCdf, signedRankQuantile } from './signed-rank.ts';

const exactly = (value: number): Span => ({ atLeast: value, atMost: value });
const openFrom = (value: number): Span => ({ atLeast: value, atMost: Number.POSITIVE_INFINITY });

test('the estimate is the median of all differences', () => {
  // Differences: 9, 10, 11, 19, 20, 21.
  const shift = shiftBetween([1, 2, 3].map(exactly), [12, 22].map(exactly));
  expect(shift.estimate).toEqual({ atLeast: 15, atMost: 15 });
  expect(boundsOfShift(shift, 0)).toEqual({ atLeast: 9, atMost: 21 });
  expect(boundsOfShift(shift, 1)).toEqual({ atLeast: 10, atMost: 20 });
});

test('within pairs, the estimate is the median of the means of each two differences', () => {
  // Differences 1, 2, 6: means 1, 1.5, 2, 3.5, 4, 6.
  const pairs: readonly Pair[] = [1, 2, 6].map((by, n) => [exactly(10 * n), exactly(10 * n + by)]);
  const shift = shiftWithin(pairs);
  expect(shift.estimate).toEqual(exactly(2.75));
  expect(boundsOfShift(shift, 1)).toEqual({ atLeast: 1.5, atMost: 4 });
  expect(shiftWithin([]).estimate).toBeUndefined();
});

test('a pair of which one value never ended has no end of its own', () => {
  const after = shiftWithin([
    [exactly(6), openFrom(60)],
    [exactly(7), openFrom(60)],
  ]);
  expect(boundsOfShift(after, 0)).toEqual({ atLeast: 53, atMost: Number.POSITIVE_INFINITY });
  const both = shiftWithin([
    [openFrom(60), openFrom(60)],
    [openFrom(60), exactly(7)],
  ]);
  expect(both.atLeast).toEqual(new Array(3).fill(Number.NEGATIVE_INFINITY));
  expect(both.atMost).toEqual([-53, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
});

test('no count decides: nothing bounds it', () => {
  const shift = shiftBetween([exactly(1)], [exactly(2)]);
  expect(boundsOfShift(shift, -1)).toEqual({
    atLeast: Number.NEGATIVE_INFINITY,
    atMost: Number.POSITIVE_INFINITY,
  });
  expect(shiftBetween([], [exactly(2)]).estimate).toBeUndefined();
});

test('a cluster that never came back is at least so much slower, and without an upper end', () => {
  const shift = shiftBetween([6, 7].map(exactly), [openFrom(60), openFrom(60)]);
  expect(shift.estimate).toEqual({ atLeast: 53.5, atMost: Number.POSITIVE_INFINITY });
  expect(boundsOfShift(shift, 0)).toEqual({ atLeast: 53, atMost: Number.POSITIVE_INFINITY });
});

test('censored on both sides, nothing is known of the difference', () => {
  const shift = shiftBetween([openFrom(60)], [openFrom(60)]);
  expect(boundsOfShift(shift, 0)).toEqual({
    atLeast: Number.NEGATIVE_INFINITY,
    atMost: Number.POSITIVE_INFINITY,
  });
});

test('resolutions widen: whatever the values were within them, the bounds hold', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.nat(20)).map(([from, width]) => ({
    atLeast: from,
    atMost: from + width,
  }));
  const spans = fc.array(span, { minLength: 2, maxLength: 6 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(spans, spans, share, fc.nat(3), (before, after, at, count) => {
      const inside = ({ atLeast, atMost }: Span) => exactly(atLeast + at * (atMost - atLeast));
      const wide = boundsOfShift(shiftBetween(before, after), count);
      const narrow = boundsOfShift(shiftBetween(before.map(inside), after.map(inside)), count);
      expect(wide.atLeast).toBeLessThanOrEqual(narrow.atLeast + 1e-9);
      expect(wide.atMost).toBeGreaterThanOrEqual(narrow.atMost - 1e-9);
    }),
  );
});

const REPETITIONS = 3_000;

interface Experiment {
  readonly n: number;
  readonly recordedUpTo: number;
}

/** How often each end of an interval missed a shift of 2 between two exponential distributions. */
function missed(
  { n, recordedUpTo }: Experiment,
  boundsFrom: (pairs: readonly Pair[]) => Span,
): { readonly below: number; readonly above: number } {
  const random = seededRandom(n, 'shift');
  const cut = (value: number) => (value > recordedUpTo ? openFrom(recordedUpTo) : exactly(value));
  const draw = (by: number) => by - Math.log(1 - random.next());
  let [below, above] = [0, 0];
  for (let i = 0; i < REPETITIONS; i += 1) {
    const pairs = Array.from({ length: n }, () => [cut(draw(1)), cut(draw(3))] as const);
    const { atLeast, atMost } = boundsFrom(pairs);
    if (atLeast > 2) below += 1;
    if (atMost < 2) above += 1;
  }
  return { below: below / REPETITIONS, above: above / REPETITIONS };
}

const between = (count: number) => (pairs: readonly Pair[]) =>
  boundsOfShift(
    shiftBetween(
      pairs.map(([before]) => before),
      pairs.map(([, after]) => after),
    ),
    count,
  );
const within = (count: number) => (pairs: readonly Pair[]) =>
  boundsOfShift(shiftWithin(pairs), count);

/** Each way to compare n and n values: how it bounds the shift, and how often it says it errs. */
const waysOf = (n: number) => {
  const [ranks, signed] = [rankSumQuantile(0.05, n, n), signedRankQuantile(0.05, n)];
  return [
    { boundsFrom: between(ranks), said: rankSumCdf(ranks, n, n) },
    { boundsFrom: within(signed), said: signedRankCdf(signed, n) },
  ];
};

/** Four standard errors of a share. */
const slack = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / REPETITIONS);

describe('simulated coverage', () => {
  test.each([3, 5, 8, 10])('of %i and %i values each end misses as often as it says', (n) => {
    for (const { boundsFrom, said } of waysOf(n)) {
      const { below, above } = missed({ n, recordedUpTo: Number.POSITIVE_INFINITY }, boundsFrom);
      expect(Math.abs(below - said)).toBeLessThanOrEqual(slack(said));
      expect(Math.abs(above - said)).toBeLessThanOrEqual(slack(said));
    }
  });

  test.each([
    [5, 4],
    [10, 3.5],
  ])('of %i values, cut off at %d, no end misses more often', (n, recordedUpTo) => {
    for (const { boundsFrom, said } of waysOf(n)) {
      const { below, above } = missed({ n, recordedUpTo }, boundsFrom);
      expect(Math.max(below, above)).toBeLessThan(said + slack(said));
    }
  });
});
