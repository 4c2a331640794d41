import { z } from 'zod';
import { seededRandom } from '../core/random.ts';
import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';

const optionsSchema = loadOptions.extend({
  keys: z.int().exactOptional().describe('How many entries there are.'),
  keyPrefix: z.string().exactOptional().describe('What every key begins with.'),
  valueBytes: z.int().exactOptional().describe('How large the value of an entry is.'),
});

/**
 * Fetches entries of a cache, and makes anew and stores what is not there; one operation in five
 * updates an entry instead. An entry's version is the operation that made it.
 *
 * Operations walk through the keys, so that the time between two on one key is known. By default 25
 * keys and 6 clients have no factor in common: every client meets every key.
 */
export const cache = recipe({ word: 'cache', options: optionsSchema, make: entries });

function entries({
  keys = 25,
  keyPrefix = 'token/',
  valueBytes = 512,
  ...options
}: z.output<typeof optionsSchema>): Workload {
  return load(
    {
      on: 'memcached',
      vocabulary: 'cache',
      settings: { keys, keyPrefix, valueBytes },
      operation: (id) => ({ f: verbOf(id), value: [id % keys, id] }),
    },
    options,
  );
}

const verbOf = (id: number): 'fetch' | 'update' =>
  seededRandom(id, 'cache').pick(['fetch', 'fetch', 'fetch', 'fetch', 'update']);
