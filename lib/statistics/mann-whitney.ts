/** How two samples compare by ranks alone, whatever their distributions. */
export interface MannWhitney {
  /** The chance that one of the first is greater than one of the second; ties count half. */
  readonly superiority: number;
  /** Two-sided and exact: how likely ranks at least so far apart are if nothing tells the samples apart. */
  readonly p: number;
}

/**
 * The Wilcoxon-Mann-Whitney test (Mann & Whitney, Annals of Mathematical Statistics 18, 1947), by
 * counting every way in which the pooled values could have been dealt out: exact with ties, too,
 * which get the mean of their ranks.
 *
 * Infinity is greater than any number and ties with itself: so a censored trial is worse than any that
 * ended. That is a fixed score of what was seen, so the p stays exact for exchangeable trials.
 *
 * @param first, second one value at least; together up to 50, so that every count is a whole number
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): MannWhitney {
  assertSizes(first, second);
  const ranks = doubledRanks([...first, ...second]);
  const drawn = ranks.slice(0, first.length);
  const sum = drawn.reduce((total, rank) => total + rank, 0);
  const expected = first.length * (ranks.length + 1);
  const ways = waysToSum(ranks, first.length);
  const distance = Math.abs(sum - expected);
  const isAsFar = (_: number, at: number) => Math.abs(at - expected) >= distance;
  const wins = (sum - first.length * (first.length + 1)) / 2;
  return {
    superiority: wins / (first.length * second.length),
    p: total(ways.filter(isAsFar)) / total(ways),
  };
}

/** Twice the rank of each value among all, ties sharing the mean of theirs: whole numbers. */
function doubledRanks(values: readonly number[]): readonly number[] {
  const below = (value: number) => values.filter((other) => other < value).length;
  const same = (value: number) => values.filter((other) => other === value).length;
  return values.map((value) => 2 * below(value) + same(value) + 1);
}

/** Kept from call to call: samples without ties, of the same sizes, all have the same. */
const counted = new Map<string, Float64Array>();
const KEPT = 64;

/** In how many ways so many of the ranks have each sum. */
function waysToSum(ranks: readonly number[], size: number): Float64Array {
  const sorted = ranks.toSorted((one, other) => one - other);
  const key = `${size} of ${sorted.join(' ')}`;
  const known = counted.get(key);
  if (known !== undefined) return known;
  if (counted.size >= KEPT) counted.clear();
  const ways = countWays(sorted, size);
  counted.set(key, ways);
  return ways;
}

/** Of ranks in ascending order: no sum can be beyond the largest ranks so far. */
function countWays(ranks: readonly number[], size: number): Float64Array {
  const largest = (before: number, count: number) =>
    total(ranks.slice(Math.max(0, before - count), before));
  const length = largest(ranks.length, size) + 1;
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(length));
  const [none] = ways;
  if (none !== undefined) none[0] = 1;
  for (const [index, rank] of ranks.entries()) {
    for (let chosen = Math.min(size, index + 1); chosen >= 1; chosen -= 1) {
      const [to, from] = [ways[chosen], ways[chosen - 1]];
      if (to && from) add(to, from, { shift: rank, upTo: largest(index, chosen - 1) });
    }
  }
  return ways[size] ?? new Float64Array();
}

function add(
  to: Float64Array,
  from: Float64Array,
  { shift, upTo }: { readonly shift: number; readonly upTo: number },
): void {
  for (let sum = 0; sum <= upTo; sum += 1) {
    to[sum + shift] = (to[sum + shift] ?? 0) + (from[sum] ?? 0);
  }
}

const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

function assertSizes(first: readonly number[], second: readonly number[]): void {
  const isSound = [...first, ...second].every((value) => !Number.isNaN(value));
  const size = first.length + second.length;
  if (isSound && first.length > 0 && second.length > 0 && size <= 50) return;
  const found = isSound ? `${first.length} and ${second.length}` : 'NaN';
  throw new RangeError(
    `mannWhitney: expected 1 to 49 numbers in each sample, 50 together, got ${found}`,
  );
}
