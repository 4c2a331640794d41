import type { Bound } from './bound.ts';
import { percentAtLeast, percentAtMost } from './percent.ts';

/**
 * A bound as a person reads it: `0 of 10 trials: at most 25.9 % with 95 % confidence`.
 *
 * One-sided where all trials or none failed, two-sided between; rounded to the safe side.
 */
export function boundInWords(bound: Bound): string {
  const { failures, n, confidence } = bound;
  if (n === 0) return '0 of 0 trials: nothing is known';
  const trials = n === 1 ? 'trial' : 'trials';
  return `${failures} of ${n} ${trials}: ${rate(bound)} with ${percentAtLeast(confidence)} confidence`;
}

function rate({ failures, n, lower, upper, atLeast, atMost }: Bound): string {
  if (failures === 0) return `at most ${percentAtMost(atMost)}`;
  if (failures === n) return `at least ${percentAtLeast(atLeast)}`;
  return `${percentAtLeast(lower)} to ${percentAtMost(upper)}`;
}
