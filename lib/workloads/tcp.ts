import { z } from 'zod';
import { ATTACHED_SYSTEM } from '../core/attached-project.ts';
import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';
import { strangersPace } from './strangers-pace.ts';

const optionsSchema = loadOptions.extend({
  port: z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, { error: 'expected a service and a port, as web:80' })
    .describe(
      'Of an attached project: a service and its port, as web:80, or a port that it publishes on this host, as 127.0.0.1:8080.',
    ),
});

/** Connects to one port and hangs up. Nothing is sent, and nothing is kept. */
export const tcp = recipe({ word: 'tcp', options: optionsSchema, make: connects });

function connects({ port, ...options }: z.output<typeof optionsSchema>): Workload {
  return load(
    {
      on: ATTACHED_SYSTEM,
      vocabulary: 'tcp',
      settings: { port },
      operation: () => ({ f: 'connect', value: port }),
    },
    { ...strangersPace, ...options },
  );
}
