import { z } from 'zod';
import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';

export const setOptions = loadOptions.extend({
  readEvery: z
    .int()
    .exactOptional()
    .describe(
      'Every so-many-th operation reads the whole set instead; 0 never reads before the end.',
    ),
});

/**
 * Adds unique numbers to one set: what was acknowledged must be there in the end, and in every
 * read after that. Now and then a client reads all of it.
 *
 * The defaults read every 5 s: a read is as long as the set.
 */
export const set = recipe({ word: 'set', options: setOptions, make: adds });

function adds({ readEvery = 499, ...options }: z.output<typeof setOptions>): Workload {
  const reads = (id: number) => readEvery > 0 && id % readEvery === readEvery - 1;
  return load(
    {
      on: 'galera',
      vocabulary: 'set',
      operation: (id) => (reads(id) ? { f: 'read', value: null } : { f: 'add', value: id }),
    },
    options,
  );
}
