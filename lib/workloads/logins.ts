import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { loadOptions } from './load.ts';
import { PATIENCE_MS } from './patience.ts';
import { requests } from './requests.ts';

/**
 * Logs in by password. Each costs Keystone 0.2 s of a processor (bcrypt), so there is one a second,
 * and recovery is known to that.
 */
export const logins = recipe({
  word: 'logins',
  options: loadOptions,
  make: (options): Workload =>
    requests({
      name: 'logins',
      on: 'keystone',
      ratePerSecond: 1,
      lanes: 2,
      deadlineMs: 2_000,
      timeoutMs: PATIENCE_MS,
      path: '/v3/auth/tokens',
      ...options,
    }),
});
