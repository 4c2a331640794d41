import { z } from 'zod';
import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';

const optionsSchema = loadOptions.extend({
  path: z
    .string()
    .nullable()
    .exactOptional()
    .describe('What is asked for; what the system has for this by default if it is not given.'),
  to: z
    .enum(['virtual-address', 'each-machine', 'each-backend'])
    .exactOptional()
    .describe('Of an edge: where clients connect; to the virtual address unless told otherwise.'),
});

/** Asks for one and the same thing, through a proxy or at a virtual address. Nothing is kept. */
export const requests = recipe({ word: 'requests', options: optionsSchema, make: gets });

function gets({ path = null, to, ...options }: z.output<typeof optionsSchema>): Workload {
  return load(
    {
      on: 'edge',
      vocabulary: 'requests',
      ...(to === undefined ? {} : { settings: { to } }),
      operation: () => ({ f: 'get', value: path }),
    },
    options,
  );
}
