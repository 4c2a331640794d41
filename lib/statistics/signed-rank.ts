/**
 * P(W <= w) of Wilcoxon's signed-rank statistic: of n differences that lie about 0 symmetrically, W is
 * the sum of the ranks, by size, of those above 0; it is also the number of their pairwise means,
 * each with itself included, that lie above 0 (Tukey, 1949).
 *
 * Exact (Wilcoxon, Biometrics Bulletin 1, 1945, 80-83): each rank has either sign with probability 1/2.
 * For discrete values it is an upper bound where ties count against whoever claims a difference.
 *
 * @param w whole; below 0 the probability is 0, from n (n + 1) / 2 on 1
 */
export function signedRankCdf(w: number, n: number): number {
  if (w < 0) return 0;
  if (w >= (n * (n + 1)) / 2) return 1;
  return sharesOf(n)
    .slice(0, w + 1)
    .reduce((sum, share) => sum + share, 0);
}

/** The probability of each sum from 0 to n (n + 1) / 2. */
function sharesOf(n: number): readonly number[] {
  let shares: readonly number[] = [1];
  for (let rank = 1; rank <= n; rank += 1) {
    const longer = new Array<number>(shares.length + rank).fill(0);
    shares.forEach((share, sum) => {
      longer[sum] = (longer[sum] ?? 0) + share / 2;
      longer[sum + rank] = (longer[sum + rank] ?? 0) + share / 2;
    });
    shares = longer;
  }
  return shares;
}

/**
 * The largest sum that is no likelier than this to be reached or undercut; -1 where even 0, which has
 * the probability of n heads in a row, is likelier.
 */
export function signedRankQuantile(probability: number, n: number): number {
  if (n === 0) return -1;
  let sum = 0;
  for (const [total, share] of sharesOf(n).entries()) {
    sum += share;
    if (sum > probability + ROUNDING) return total - 1;
  }
  return (n * (n + 1)) / 2;
}

/** Room for the rounding of sums of probabilities. */
const ROUNDING = 1e-12;
