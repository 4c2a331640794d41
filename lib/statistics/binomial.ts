/**
 * P(B <= k) for B ~ Binomial(n, p) with 0 < p < 1 and any whole k.
 *
 * Sums the probabilities relative to the mode's by their recurrence
 * P(i + 1) / P(i) = (n - i) / (i + 1) * p / (1 - p), all of them positive: no factorial, no
 * cancellation, and work in proportion to the standard deviation.
 */
export function binomialCdf(k: number, n: number, p: number): number {
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  let [within, beyond] = [0, 0];
  const count = (i: number, weight: number) => {
    if (i <= k) within += weight;
    else beyond += weight;
  };
  for (let i = mode, weight = 1; weight > 0; weight *= i / ((n - i + 1) * odds), i -= 1) {
    count(i, weight);
  }
  for (let i = mode + 1, weight = ratioTo(i); weight > 0; i += 1, weight *= ratioTo(i)) {
    count(i, weight);
  }
  return within / (within + beyond);

  function ratioTo(i: number): number {
    return ((n - i + 1) / i) * odds;
  }
}
