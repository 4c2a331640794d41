import type { Span } from './sample.ts';

/** By how much the values of one sample are larger than those of another. */
export interface Shift {
  /** The median of all differences (Hodges & Lehmann, 1963); undefined where there are none. */
  readonly estimate: Span | undefined;
  /** Every difference's lower and upper bound, each list ascending. */
  readonly atLeast: readonly number[];
  readonly atMost: readonly number[];
}

/**
 * All differences of a value of `after` and one of `before`, each as well known as the two are.
 *
 * A censored value has no upper end, and a resolution two ends: so a tie is an order that is not known,
 * and what is concluded holds however it was.
 */
export function shiftBetween(before: readonly Span[], after: readonly Span[]): Shift {
  return shiftOf(after.flatMap((late) => before.map((early) => difference(early, late))));
}

/** Two values that belong together: of one pair of runs, which share what befalls both. */
export type Pair = readonly [before: Span, after: Span];

/**
 * What the values of pairs differ by: the means of each two of their differences, and of each with
 * itself (Walsh, 1949), so that what differs from pair to pair is out of it.
 */
export function shiftWithin(pairs: readonly Pair[]): Shift {
  const differences = pairs.map(([early, late]) => difference(early, late));
  return shiftOf(
    differences.flatMap((one, index) =>
      differences.slice(index).map((other) => ({
        atLeast: (one.atLeast + other.atLeast) / 2,
        atMost: (one.atMost + other.atMost) / 2,
      })),
    ),
  );
}

const difference = (early: Span, late: Span): Span => ({
  atLeast: late.atLeast - early.atMost,
  atMost: late.atMost - early.atLeast,
});

function shiftOf(differences: readonly Span[]): Shift {
  const atLeast = differences.map((one) => one.atLeast).toSorted(ascending);
  const atMost = differences.map((one) => one.atMost).toSorted(ascending);
  return { estimate: medianOf(atLeast, atMost), atLeast, atMost };
}

/**
 * The ends of an interval that leaves out `count` differences on each side: with rankSumQuantile's
 * count for shiftBetween, and signedRankQuantile's for shiftWithin, one-sided bounds of the shift,
 * whatever the distribution (Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3rd ed.
 * 2014, sections 4.3 and 3.3). Without bounds where the count is -1.
 */
export function boundsOfShift({ atLeast, atMost }: Shift, count: number): Span {
  if (count < 0) return { atLeast: Number.NEGATIVE_INFINITY, atMost: Number.POSITIVE_INFINITY };
  return {
    atLeast: atLeast[count] ?? Number.NEGATIVE_INFINITY,
    atMost: atMost[atMost.length - 1 - count] ?? Number.POSITIVE_INFINITY,
  };
}

function medianOf(atLeast: readonly number[], atMost: readonly number[]): Span | undefined {
  const [lower, upper] = [middleOf(atLeast), middleOf(atMost)];
  if (lower === undefined || upper === undefined) return undefined;
  return { atLeast: lower, atMost: upper };
}

function middleOf(sorted: readonly number[]): number | undefined {
  const [one, other] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  if (one === undefined || other === undefined) return undefined;
  return one === other ? one : (one + other) / 2;
}

/** Two infinite ones differ by NaN, which sorting takes as equal. */
const ascending = (one: number, other: number): number => one - other;
