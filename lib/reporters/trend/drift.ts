import { holm } from '../../statistics/holm.ts';
import { type MannWhitney, mannWhitney } from '../../statistics/mann-whitney.ts';
import type { Trial } from '../../statistics/sample.ts';
import { summarizeTrials, type TrialSummary } from '../../statistics/summarize-trials.ts';
import { rules } from './rules.ts';

/** The last values of a series beside those before. */
export interface Windows {
  readonly recent: TrialSummary;
  readonly earlier: TrialSummary;
  readonly test: MannWhitney;
}

/** A series whose last values lie elsewhere. */
export interface Drift extends Windows {
  readonly direction: 'slower' | 'faster';
}

/** What was found of several series, tested together. */
export interface Drifts {
  /** Of each series; undefined where it does not drift, as far as can be told. */
  readonly found: readonly (Drift | undefined)[];
  /** How many tests that took. */
  readonly tests: number;
}

/**
 * Of each series whether it drifts. All are tested together, so that the chance of any false mark
 * among all of them is at most `rules.driftLevel`, whatever their distributions.
 *
 * @param series trials of one plan each, oldest first
 */
export function driftsOf(series: readonly (readonly Trial[])[]): Drifts {
  const comparisons = series.map(comparisonsOf);
  const all = comparisons.flat();
  const believed = holm(
    all.map(({ test }) => test.p),
    rules.driftLevel,
  );
  const sure = new Set(all.filter((_, index) => believed[index]));
  const found = comparisons.map((own) =>
    own
      .filter((one) => sure.has(one))
      .toSorted((one, other) => one.test.p - other.test.p)
      .flatMap((one) => driftOf(one) ?? [])
      .at(0),
  );
  return { found, tests: all.length };
}

/**
 * The last values beside those before, split in several ways. None where there are not enough yet, and
 * where all are one and the same: no way to deal those out is far from any other, so to test them would
 * only take from what the others may prove (Tarone, Biometrics 46, 1990). A trial that is unknown is
 * no value.
 */
function comparisonsOf(trials: readonly Trial[]): readonly Windows[] {
  const values = trials.filter(({ kind }) => kind !== 'unknown').slice(-rules.comparedValues);
  if (new Set(values.map(score)).size === 1) return [];
  return rules.recentValues
    .filter((count) => values.length - count >= rules.earlierValues)
    .map((count) => {
      const [recent, earlier] = [values.slice(-count), values.slice(0, -count)];
      return {
        recent: summarizeTrials(recent, rules.confidence),
        earlier: summarizeTrials(earlier, rules.confidence),
        test: mannWhitney(recent.map(score), earlier.map(score)),
      };
    });
}

/** A recovery that was not seen is worse than any that was. */
function score(trial: Trial): number {
  return trial.kind === 'known' ? trial.value : Number.POSITIVE_INFINITY;
}

/** Undefined where the medians do not differ by what matters, or not as far as is known. */
function driftOf(windows: Windows): Drift | undefined {
  const { recent, earlier } = windows;
  const [now, before] = [recent.median, earlier.median];
  if (now === undefined || before === undefined) return undefined;
  const blur = Math.max(recent.resolution, earlier.resolution);
  const margin = (median: number) => Math.max(blur, rules.driftShare * median);
  if (now.atLeast - before.atMost > margin(before.atMost)) {
    return { ...windows, direction: 'slower' };
  }
  return before.atLeast - now.atMost > margin(before.atLeast)
    ? { ...windows, direction: 'faster' }
    : undefined;
}
