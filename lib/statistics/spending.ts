import { rankSumCdf, rankSumQuantile } from './rank-sum.ts';

/** How many values there are of each sample when one looks. */
export interface Look {
  readonly before: number;
  readonly after: number;
}

export interface SpendingOptions {
  /** How often a rank-sum test may err over all looks together, in (0, 1). */
  readonly error: number;
  /** How many values a sample are planned at most. */
  readonly planned: number;
}

/**
 * What a one-sided rank-sum test may conclude at each of several looks at growing samples: the largest
 * count of contradicting pairs with which it decides, or -1.
 *
 * Each look may use up what the share of values seen allows and earlier looks have not used
 * (error spending, Lan & DeMets, Biometrika 70, 1983). The probabilities of erring are added up, as if
 * no two looks ever erred together: by Boole's inequality the sum bounds the error whatever the
 * distribution, and however the looks depend on each other. That is more than there is: simulated, with
 * looks at 4, 7 and 10 and an error of 5 %, it is 3 %.
 */
export function countsToDecide(
  looks: readonly Look[],
  { error, planned }: SpendingOptions,
): readonly number[] {
  let spent = 0;
  return looks.map(({ before, after }) => {
    const share = Math.min(1, Math.min(before, after) / planned);
    const count = rankSumQuantile(error * share - spent, before, after);
    spent += rankSumCdf(count, before, after);
    return count;
  });
}
