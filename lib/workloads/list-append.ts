import { z } from 'zod';
import { seededRandom } from '../core/random.ts';
import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';

const optionsSchema = loadOptions.extend({
  isolation: z
    .enum([
      'read-uncommitted',
      'read-committed',
      'repeatable-read',
      'snapshot-isolation',
      'serializable',
      'strict-serializable',
    ])
    .exactOptional()
    .describe('What the system promises; what a weaker level allows is no anomaly.'),
  keys: z.int().exactOptional().describe('How many lists are in use at one time.'),
  transactionsPerKeys: z
    .int()
    .exactOptional()
    .describe('After so many transactions other lists take their places.'),
});

/** The most operations in one transaction. */
const LONGEST = 4;

/**
 * Transactions of one to four operations, each of which appends a unique number to a list, or reads
 * one. After Elle's list-append.
 *
 * The defaults use eight lists for 2.5 s: a read is as long as its list, some 40 numbers in the end.
 */
export const listAppend = recipe({
  word: 'list-append',
  options: optionsSchema,
  make: transactions,
});

function transactions({
  isolation = 'serializable',
  keys = 8,
  transactionsPerKeys = 250,
  ...options
}: z.output<typeof optionsSchema>): Workload {
  return load(
    {
      on: 'galera',
      vocabulary: 'list-append',
      settings: { isolation },
      operation: (id) => ({
        f: 'txn',
        value: transaction(id, { keys, first: Math.floor(id / transactionsPerKeys) * keys }),
      }),
    },
    options,
  );
}

function transaction(id: number, { keys, first }: { keys: number; first: number }) {
  const { next, pick } = seededRandom(id, 'list-append');
  const length = 1 + Math.floor(next() * LONGEST);
  return Array.from({ length }, (_, place) => {
    const key = first + Math.floor(next() * keys);
    return pick(['append', 'r']) === 'append'
      ? ['append', key, id * LONGEST + place]
      : ['r', key, null];
  });
}
