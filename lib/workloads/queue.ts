import { z } from 'zod';
import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';

const optionsSchema = loadOptions.extend({
  receiveEvery: z
    .int()
    .exactOptional()
    .describe('Every so-many-th operation receives; the others send.'),
});

/**
 * Sends unique numbers to one queue, and receives: what was confirmed must be consumed, or be
 * there in the end.
 *
 * The defaults send two messages for each receive. As that takes a whole batch, consumers keep up,
 * and catch up after an outage. Of the six clients, four send and two receive, so that order has
 * producers and consumers to be told of.
 */
export const queue = recipe({ word: 'queue', options: optionsSchema, make: messages });

function messages({ receiveEvery = 3, ...options }: z.output<typeof optionsSchema>): Workload {
  const receives = (id: number) => id % receiveEvery === receiveEvery - 1;
  return load(
    {
      on: 'rabbitmq',
      vocabulary: 'queue',
      operation: (id) => (receives(id) ? { f: 'receive', value: null } : { f: 'send', value: id }),
    },
    options,
  );
}
