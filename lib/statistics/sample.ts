/** What one trial came to: a number, more than a number, or nothing that can be used. */
export type Trial =
  | { readonly kind: 'known'; readonly value: number; readonly resolution: number }
  | { readonly kind: 'censored'; readonly atLeast: number }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What is known of a number; `atMost` is Infinity where it is censored. */
export interface Span {
  readonly atLeast: number;
  readonly atMost: number;
}

/** The trials of one measure, in order. */
export interface Sample {
  /** Known and censored trials: those that count. */
  readonly n: number;
  readonly censored: number;
  readonly unknown: number;
  /** Why trials are unknown: each reason once, sorted. */
  readonly reasons: readonly string[];
  /** The coarsest of the known values', in their unit; 0 without any. */
  readonly resolution: number;
  /** Lower bounds of the n trials, ascending: a censored one stands at what was recorded. */
  readonly atLeast: readonly number[];
  /** Upper bounds of the n trials, ascending: a censored one stands at Infinity. */
  readonly atMost: readonly number[];
}

/** Sorts trials; a value or bound that is no number makes its trial an unknown one. */
export function sampleOf(trials: readonly Trial[]): Sample {
  const sound = trials.map(soundTrial);
  const known = sound.filter((trial) => trial.kind === 'known');
  const censored = sound.filter((trial) => trial.kind === 'censored');
  const unknown = sound.filter((trial) => trial.kind === 'unknown');
  const values = known.map(({ value }) => value);
  return {
    n: known.length + censored.length,
    censored: censored.length,
    unknown: unknown.length,
    reasons: [...new Set(unknown.map(({ reason }) => reason))].toSorted(),
    resolution: known.reduce((coarsest, { resolution }) => Math.max(coarsest, resolution), 0),
    atLeast: [...values, ...censored.map(({ atLeast }) => atLeast)].toSorted(ascending),
    atMost: [...values, ...censored.map(() => Number.POSITIVE_INFINITY)].toSorted(ascending),
  };
}

/**
 * What is known of the value at a rank, from 1 to n.
 *
 * As every value lies between its own bounds, the r-th smallest lies between the r-th smallest
 * of the lower and the r-th smallest of the upper bounds.
 */
export function orderStatistic({ atLeast, atMost }: Sample, rank: number): Span {
  const [lower, upper] = [atLeast[rank - 1], atMost[rank - 1]];
  if (lower === undefined || upper === undefined) {
    throw new RangeError(`orderStatistic: expected a rank of 1 to ${atLeast.length}, got ${rank}`);
  }
  return { atLeast: lower, atMost: upper };
}

function soundTrial(trial: Trial): Trial {
  if (trial.kind === 'unknown') return trial;
  const bound = trial.kind === 'known' ? trial.value : trial.atLeast;
  if (bound > Number.NEGATIVE_INFINITY) return trial;
  return { kind: 'unknown', reason: `${bound} is no measurement` };
}

/** Two infinite ones differ by NaN, which sorting takes as equal. */
const ascending = (one: number, other: number): number => one - other;
