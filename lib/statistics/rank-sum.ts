/**
 * P(U <= u) of the Mann-Whitney count: among m values of one distribution and n of the same one, U is
 * the number of pairs in which the first is larger.
 *
 * Exact, by Mann & Whitney's own recurrence (Annals of Mathematical Statistics 18, 1947, 50-60), as
 * shares of all orders instead of their numbers: additions alone, whatever m and n. For discrete
 * values it is an upper bound where ties count against whoever claims a difference.
 *
 * @param u whole; below 0 the probability is 0, from m n on 1
 */
export function rankSumCdf(u: number, m: number, n: number): number {
  if (u < 0) return 0;
  if (u >= m * n) return 1;
  const shares = sharesOf(m, n);
  return shares.slice(0, u + 1).reduce((sum, share) => sum + share, 0);
}

const known = new Map<string, readonly number[]>();

/** The probability of each count from 0 to m n: the largest value belongs to one side or the other. */
function sharesOf(m: number, n: number): readonly number[] {
  if (m === 0 || n === 0) return [1];
  const key = `${m} ${n}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const shares = new Array<number>(m * n + 1).fill(0);
  // One of the m is the largest of all, and larger than each of the n; or one of the n is.
  sharesOf(m - 1, n).forEach((share, count) => {
    shares[count + n] = (shares[count + n] ?? 0) + (share * m) / (m + n);
  });
  sharesOf(m, n - 1).forEach((share, count) => {
    shares[count] = (shares[count] ?? 0) + (share * n) / (m + n);
  });
  known.set(key, shares);
  return shares;
}

/**
 * The largest count that is no likelier than this to be reached or undercut; -1 where even none of the
 * pairs is likelier.
 */
export function rankSumQuantile(probability: number, m: number, n: number): number {
  if (m === 0 || n === 0) return -1;
  const shares = sharesOf(m, n);
  let sum = 0;
  for (const [count, share] of shares.entries()) {
    sum += share;
    if (sum > probability + ROUNDING) return count - 1;
  }
  return m * n;
}

/** Room for the rounding of sums of probabilities. */
const ROUNDING = 1e-12;
