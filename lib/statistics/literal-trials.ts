import type { Trial } from './sample.ts';

/** Trials as a test writes them: a number is known, `> 60` censored, other words a reason. */
export function literalTrials(...trials: readonly (number | string)[]): readonly Trial[] {
  return trials.map((trial): Trial => {
    if (typeof trial === 'number') return { kind: 'known', value: trial, resolution: 0 };
    if (trial.startsWith('> ')) return { kind: 'censored', atLeast: Number(trial.slice(2)) };
    return { kind: 'unknown', reason: trial };
  });
}
