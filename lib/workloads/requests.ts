import { z } from 'zod';
import { ATTACHED_SYSTEM } from '../core/attached-project.ts';
import { UsageError } from '../core/errors.ts';
import { recipe } from '../core/recipe.ts';
import type { Workload } from '../core/workload.ts';
import { load, loadOptions } from './load.ts';
import { strangersPace } from './strangers-pace.ts';

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
  url: z
    .url({
      protocol: /^http$/,
      error: 'expected a URL as http://web:80/, without https',
    })
    .exactOptional()
    .describe(
      'Of an attached project: a service and its port, as http://web:80/healthz, or a port that it publishes on this host. What is answered below 500 is good.',
    ),
});

/** Asks for one and the same thing, through a proxy, at a virtual address, or at a URL. Nothing is kept. */
export const requests = recipe({ word: 'requests', options: optionsSchema, make: gets });

function gets({ path = null, to, url, ...options }: z.output<typeof optionsSchema>): Workload {
  if (url !== undefined) return getsOf(url, { path, ...options });
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

function getsOf(
  url: string,
  { path, ...options }: Omit<z.output<typeof optionsSchema>, 'to' | 'url'>,
): Workload {
  const { username, password } = new URL(url);
  if (path !== null && path !== undefined) {
    throw new UsageError('requests path: expected none beside a url, which has its own', {
      hint: 'url=http://web:80/healthz, for example.',
    });
  }
  if (username !== '' || password !== '') {
    throw new UsageError('requests url: expected no name and no password in it', {
      hint: 'It is written into the history and the report.',
    });
  }
  return load(
    {
      on: ATTACHED_SYSTEM,
      vocabulary: 'requests',
      settings: { url },
      operation: () => ({ f: 'get', value: url }),
    },
    { ...strangersPace, ...options },
  );
}
