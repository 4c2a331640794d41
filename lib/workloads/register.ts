import { z } from 'zod';
import { seededRandom } from '../core/random.ts';
import { recipe } from '../core/recipe.ts';
import type { Operation } from '../core/system.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';

const optionsSchema = loadOptions.extend({
  keys: z.int().exactOptional().describe('How many registers are in use at one time.'),
  operationsPerKey: z
    .int()
    .exactOptional()
    .describe('After so many operations on each of them, others take their places.'),
});

/**
 * Reads, writes, and compares and sets registers, half of it reads: there must be an order of
 * single instants that explains every answer.
 *
 * Numbers written are unique, so that each answer says whose write it saw. The defaults use five
 * registers for 5 s: the search for an order may take exponential time in the operations on one.
 */
export const register = recipe({ word: 'register', options: optionsSchema, make: registers });

function registers({
  keys = 5,
  operationsPerKey = 100,
  ...options
}: z.output<typeof optionsSchema>): Workload {
  const size = { keys, operationsPerKey };
  return load(
    { on: 'galera', vocabulary: 'register', operation: (id) => operationOf(id, size) },
    options,
  );
}

interface Size {
  readonly keys: number;
  readonly operationsPerKey: number;
}

function operationOf(id: number, size: Size): Operation {
  const key = keyOf(id, size);
  const f = verbOf(id);
  switch (f) {
    case 'read':
      return { f, value: [key] };
    case 'write':
      return { f, value: [key, id] };
    case 'cas':
      return { f, value: [key, lastWritten(id, size), id] };
  }
}

function keyOf(id: number, { keys, operationsPerKey }: Size): number {
  return Math.floor(id / (keys * operationsPerKey)) * keys + (id % keys);
}

function verbOf(id: number): 'read' | 'write' | 'cas' {
  return seededRandom(id, 'register').pick(['read', 'read', 'read', 'write', 'write', 'cas']);
}

/** What a register probably holds, so that comparisons succeed; null for nothing yet. */
function lastWritten(id: number, size: Size): number | null {
  for (let before = id - size.keys; before >= 0; before -= size.keys) {
    if (keyOf(before, size) !== keyOf(id, size)) return null;
    if (verbOf(before) !== 'read') return before;
  }
  return null;
}
