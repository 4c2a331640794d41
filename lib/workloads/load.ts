import { z } from 'zod';
import { duration } from '../core/duration-schema.ts';
import type { Workload } from '../core/workload.ts';

/** What every workload can be told. */
export const loadOptions = z.strictObject({
  name: z
    .string()
    .exactOptional()
    .describe('What the history calls it; two of one vocabulary in a scenario need two names.'),
  on: z.string().exactOptional().describe('The system that is asked.'),
  ratePerSecond: z
    .number()
    .positive()
    .exactOptional()
    .describe('Operations a second, of all clients together.'),
  lanes: z.int().positive().exactOptional().describe('How many clients share the rate.'),
  deadlineMs: duration
    .exactOptional()
    .describe('An operation is good if it is answered within this of its due time.'),
  timeoutMs: duration
    .exactOptional()
    .describe('A client gives up after this; the deadline unless told otherwise.'),
});

export type LoadOptions = z.output<typeof loadOptions>;

/** What a vocabulary asks, and of whom unless told otherwise. */
export interface Load extends Pick<Workload, 'vocabulary' | 'settings' | 'operation'> {
  readonly on: string;
}

/**
 * A workload at the usual pace: the defaults ask every 10 ms, so that recovery is known to that,
 * with two clients for each of three nodes.
 */
export function load(
  { on: usually, ...asked }: Load,
  {
    name = asked.vocabulary,
    on = usually,
    ratePerSecond = 100,
    lanes = 6,
    deadlineMs = 1_000,
    timeoutMs = deadlineMs,
  }: LoadOptions,
): Workload {
  return { ...asked, name, system: on, ratePerSecond, lanes, deadlineMs, timeoutMs };
}
