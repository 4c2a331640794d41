import { binomialCdf } from './binomial.ts';

/** In how many of how many independent trials something happened. */
export interface Counted {
  readonly events: number;
  readonly n: number;
}

/**
 * How likely it is, at most, to see so many more events in the second group (or a less likely table)
 * where its rate is no higher than the first's: Boschloo's exact test, one-sided (Annals of
 * Mathematical Statistics 41, 1970).
 *
 * Its statistic is Fisher's conditional probability; what is unconditional is its own: the numbers of
 * trials were fixed, the number of events was not. It is never larger than Fisher's, and of few trials
 * often half: none in 4 against 3 in 4 is 0.0714 by Fisher, and 0.0351 by Boschloo.
 */
export function higherRate(before: Counted, after: Counted): number {
  assertCounted(before);
  assertCounted(after);
  if (before.n === 0 || after.n === 0) return 1;
  const seen = fisher(before, after);
  const tables = tablesOf(before.n, after.n).filter(
    ([early, late]) =>
      fisher({ events: early, n: before.n }, { events: late, n: after.n }) <= seen + ROUNDING,
  );
  return Math.min(seen, likeliest(tables, before.n, after.n));
}

/** Fisher's exact test, one-sided: of all ways to spread the events seen, those with as many after. */
export function fisher(before: Counted, after: Counted): number {
  const events = before.events + after.events;
  const most = Math.min(events, after.n);
  let sum = 0;
  for (let late = after.events; late <= most; late += 1) {
    sum += Math.exp(
      logChoose(after.n, late) +
        logChoose(before.n, events - late) -
        logChoose(before.n + after.n, events),
    );
  }
  return Math.min(1, sum);
}

/** How finely the common rate is gone through: the probability of a set of tables is smooth in it. */
const RATES = 400;

const ROUNDING = 1e-9;

type Table = readonly [before: number, after: number];

/** The largest probability of these tables at any common rate. */
function likeliest(tables: readonly Table[], n: number, m: number): number {
  let largest = 0;
  for (let step = 1; step < RATES; step += 1) {
    const rate = step / RATES;
    const [early, late] = [sharesOf(n, rate), sharesOf(m, rate)];
    const sum = tables.reduce(
      (all, [one, other]) => all + (early[one] ?? 0) * (late[other] ?? 0),
      0,
    );
    largest = Math.max(largest, sum);
  }
  return largest;
}

const sharesOf = (n: number, rate: number): readonly number[] =>
  Array.from({ length: n + 1 }, (_, k) => binomialCdf(k, n, rate) - binomialCdf(k - 1, n, rate));

const tablesOf = (n: number, m: number): readonly Table[] =>
  Array.from({ length: n + 1 }, (_, early) => early).flatMap((early) =>
    Array.from({ length: m + 1 }, (_, late): Table => [early, late]),
  );

function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 1; i <= k; i += 1) sum += Math.log((n - k + i) / i);
  return sum;
}

function assertCounted({ events, n }: Counted): void {
  const counts = Number.isSafeInteger(events) && Number.isSafeInteger(n);
  if (counts && events >= 0 && events <= n) return;
  throw new RangeError(`higherRate: expected whole events of 0 to n, got ${events} of ${n}`);
}
