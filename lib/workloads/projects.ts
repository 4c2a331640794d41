import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { PATIENCE_MS } from './patience.ts';
import { set, setOptions } from './set.ts';

/**
 * Creates projects, each under a number of its own: to Keystone it is what adding to a set is, and
 * every measure of sets holds. What was answered with 201 must be listed in the end.
 *
 * A request takes Keystone 15 to 60 ms of a processor, so the pace is slow; lists only in the end.
 */
export const projects = recipe({
  word: 'projects',
  options: setOptions,
  make: (options): Workload =>
    set({
      name: 'projects',
      on: 'keystone',
      ratePerSecond: 10,
      lanes: 3,
      timeoutMs: PATIENCE_MS,
      readEvery: 0,
      ...options,
    }),
});
