import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { loadOptions } from './load.ts';
import { PATIENCE_MS } from './patience.ts';
import { requests } from './requests.ts';

/**
 * Asks Keystone whether a token is valid, as every OpenStack service does of every request that it
 * gets: the read path, cache included. Nothing is kept.
 */
export const tokens = recipe({
  word: 'tokens',
  options: loadOptions,
  make: (options): Workload =>
    requests({
      name: 'tokens',
      on: 'keystone',
      ratePerSecond: 10,
      lanes: 3,
      timeoutMs: PATIENCE_MS,
      ...options,
    }),
});
