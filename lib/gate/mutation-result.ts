import { z } from 'zod';

/** What a gate measured of a mutation: a line of the file that keeps them. Times in ms. */
export const mutationResultSchema = z.strictObject({
  format: z.literal('blackstart-mutation-result'),
  version: z.literal(1),
  mutation: z.string(),
  /** Of everything that the runs were made of: a result of other files or bounds says nothing. */
  digest: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  durationMs: z.number(),
  /** Of the gate. */
  verdict: z.enum(['pass', 'fail', 'unknown', 'error']),
  because: z.string(),
  /** Measures that spoke against it. */
  against: z.array(z.string()),
  /** What the files alone told, before anything was started. It decides nothing. */
  foretold: z.array(z.string()),
  pairs: z.number(),
  runs: z.number(),
  endedBy: z.enum(['sure', 'pairs', 'budget']),
  seed: z.number(),
  /** Lines that do again the runs that it rests on. */
  replay: z.array(z.string()),
  machine: z.string(),
});

export type MutationResult = z.output<typeof mutationResultSchema>;
