import { z } from 'zod';
import { duration } from '../core/duration-schema.ts';
import { seededRandom } from '../core/random.ts';
import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';

const optionsSchema = loadOptions.extend({
  accounts: z.int().exactOptional().describe('How many accounts there are.'),
  total: z.int().exactOptional().describe('What all accounts hold together.'),
  atMost: z.int().exactOptional().describe('A transfer moves between 1 and this.'),
  locks: z
    .enum(['for-update', 'none'])
    .exactOptional()
    .describe('Whether a transfer locks what it reads before it writes; none loses updates.'),
  thinkMs: duration
    .exactOptional()
    .describe(
      'What an application takes between reading and writing; other clients meet it there.',
    ),
  readEvery: z
    .int()
    .exactOptional()
    .describe('Every so-many-th operation reads every account instead.'),
});

/**
 * Moves money between accounts, and reads all of them in one transaction: no read may show another
 * total. After jepsen.tests.bank.
 *
 * The defaults open eight accounts, so that transfers often meet, and read every fourth time.
 */
export const bank = recipe({ word: 'bank', options: optionsSchema, make: transfers });

function transfers({
  accounts = 8,
  total = 800,
  atMost = 5,
  locks = 'for-update',
  thinkMs = 0,
  readEvery = 4,
  ...options
}: z.output<typeof optionsSchema>): Workload {
  return load(
    {
      on: 'galera',
      vocabulary: 'bank',
      settings: { accounts, total, locks, thinkMs },
      operation: (id) =>
        id % readEvery === readEvery - 1
          ? { f: 'read', value: null }
          : { f: 'transfer', value: transfer(id, { accounts, atMost }) },
    },
    options,
  );
}

function transfer(id: number, { accounts, atMost }: { accounts: number; atMost: number }) {
  const { next } = seededRandom(id, 'bank');
  const below = (limit: number) => Math.floor(next() * limit);
  const from = below(accounts);
  const to = (from + 1 + below(accounts - 1)) % accounts;
  return [from, to, 1 + below(atMost)];
}
