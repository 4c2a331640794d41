import { z } from 'zod';
import { seededRandom } from '../core/random.ts';
import { recipe } from '../core/recipe.ts';
import type { Operation } from '../core/system.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';

const optionsSchema = loadOptions.extend({
  names: z.int().exactOptional().describe('How many objects there are.'),
  writeEvery: z
    .int()
    .exactOptional()
    .describe('Every so-many-th operation writes; the others read.'),
  deleteEvery: z
    .int()
    .exactOptional()
    .describe(
      'Every so-many-th write deletes instead; 0 never does, as where there are places, not names.',
    ),
});

/**
 * Writes whole objects, each time a higher version, and reads them: every read must show the last
 * version acknowledged before it, and so must every node in the end. Names may be places of an
 * image as well.
 *
 * The defaults write each of 20 objects every 0.4 s, in turn, so that writes of one seldom meet.
 */
export const objects = recipe({ word: 'objects', options: optionsSchema, make: wholeObjects });

function wholeObjects({
  names = 20,
  writeEvery = 2,
  deleteEvery = 0,
  ...options
}: z.output<typeof optionsSchema>): Workload {
  const operation = (id: number): Operation => {
    if (id % writeEvery !== 0) {
      const name = Math.floor(seededRandom(id, 'objects').next() * names);
      return { f: 'read', value: [name] };
    }
    const write = id / writeEvery;
    const name = write % names;
    const deletes = deleteEvery > 0 && write % deleteEvery === deleteEvery - 1;
    return deletes ? { f: 'delete', value: [name] } : { f: 'write', value: [name, id] };
  };
  return load({ on: 'ceph', vocabulary: 'objects', operation }, options);
}
