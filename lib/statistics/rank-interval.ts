import { binomialCdf } from './binomial.ts';

/** Two order statistics, by rank from 1, and how surely they enclose a quantile. */
export interface RankInterval {
  readonly lowerRank: number;
  readonly upperRank: number;
  /** The probability that they enclose it; a lower bound for discrete values. */
  readonly coverage: number;
  /** Whether the coverage is as large as was asked; if not, no two order statistics reach it. */
  readonly reached: boolean;
}

/** Room for the rounding of sums of probabilities. */
const ROUNDING = 1e-12;

/**
 * The order statistics of n independent values that enclose their distribution's p-quantile.
 *
 * Whatever the distribution, X(r) <= quantile <= X(s) with probability P(r <= B < s) at least,
 * B ~ Binomial(n, p) (David & Nagaraja, Order Statistics, 3rd ed. 2003, section 7.1). Each tail
 * gets half of what may be missed; a tail that cannot be so small takes what it needs, and the
 * other the rest. Where even the extremes miss too much, it is the extremes, with their coverage.
 *
 * @param p in (0, 1)
 * @param confidence in (0, 1)
 * @returns undefined for fewer than two values
 */
export function rankInterval(n: number, p: number, confidence: number): RankInterval | undefined {
  if (n < 2) return undefined;
  const missable = 1 - confidence;
  const lowerRank = rankWithin(shareBeside(p ** n, missable), n, p);
  const upperRank = n + 1 - rankWithin(shareBeside((1 - p) ** n, missable), n, 1 - p);
  const coverage = binomialCdf(upperRank - 1, n, p) - binomialCdf(lowerRank - 1, n, p);
  return { lowerRank, upperRank, coverage, reached: coverage >= confidence - ROUNDING };
}

/** What a tail may miss beside another that misses at least `otherMisses`. */
const shareBeside = (otherMisses: number, missable: number): number =>
  Math.min(missable / 2, missable - otherMisses);

/** The largest rank r with P(B < r) <= share, or 1 if there is none. */
function rankWithin(share: number, n: number, p: number): number {
  let [rank, tooLarge] = [1, n + 1];
  while (tooLarge - rank > 1) {
    const middle = Math.floor((rank + tooLarge) / 2);
    if (binomialCdf(middle - 1, n, p) <= share + ROUNDING) rank = middle;
    else tooLarge = middle;
  }
  return rank;
}
