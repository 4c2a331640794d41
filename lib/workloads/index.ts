import type { Recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { bank } from './bank.ts';
import { block } from './block.ts';
import { cache } from './cache.ts';
import { listAppend } from './list-append.ts';
import { logins } from './logins.ts';
import { objects } from './objects.ts';
import { projects } from './projects.ts';
import { queue } from './queue.ts';
import { register } from './register.ts';
import { requests } from './requests.ts';
import { set } from './set.ts';
import { tcp } from './tcp.ts';
import { tokens } from './tokens.ts';

/** Every workload that a file of scenarios can name. */
export const workloads: readonly Recipe<Workload>[] = [
  bank,
  block,
  cache,
  listAppend,
  logins,
  objects,
  projects,
  queue,
  register,
  requests,
  set,
  tcp,
  tokens,
].map(({ recipe }) => recipe);
