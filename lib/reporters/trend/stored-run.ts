import { z } from 'zod';
import type { Trial } from '../../statistics/sample.ts';

const subject = z.object({
  blow: z.number().optional(),
  step: z.number().optional(),
  workload: z.string().optional(),
  system: z.string().optional(),
});

const base = { subject, note: z.string().default('') };
const known = z.object({
  ...base,
  status: z.literal('known'),
  value: z.number(),
  resolution: z.number(),
});
const censored = z.object({ ...base, status: z.literal('censored'), atLeast: z.number() });
const unknown = z.object({ ...base, status: z.literal('unknown'), reason: z.string() });

const measured = { measure: z.string(), unit: z.enum(['ms', 'count', 'percent']) };

/**
 * Of results.json what several runs are compared by. Not the schema that it is written by: fields of
 * later releases are of no concern, and those that earlier ones did not write may be missing.
 */
const resultsRead = z.object({
  format: z.literal('blackstart-results'),
  version: z.literal(1),
  run: z.string(),
  scenario: z.string(),
  title: z.string(),
  seed: z.number(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().optional(),
  topology: z.object({ name: z.string() }).optional(),
  workloads: z.array(z.object({ name: z.string(), system: z.string() })).default([]),
  verdict: z.enum(['pass', 'fail', 'unknown', 'skipped', 'error']),
  because: z.string(),
  hint: z.string().optional(),
  doubts: z.array(z.string()),
  expectations: z.array(
    z.object({
      ...measured,
      atMost: z.number(),
      verdict: z.enum(['pass', 'fail', 'unknown']),
      finding: z.discriminatedUnion('status', [known, censored, unknown]),
    }),
  ),
  measurements: z.array(
    z.discriminatedUnion('status', [
      known.extend(measured),
      censored.extend(measured),
      unknown.extend(measured),
    ]),
  ),
  blows: z.array(z.object({ blow: z.number(), fault: z.string(), target: z.string() })).optional(),
  replay: z.string(),
  versions: z.record(z.string(), z.string()),
});

/** A line of runs.jsonl: a run's folder, and the results.json that it left there. */
export const storedRunSchema = z.object({ folder: z.string(), results: resultsRead });

/** A run as it is compared with others. */
export type StoredRun = z.infer<typeof storedRunSchema>;
export type StoredResults = StoredRun['results'];
export type StoredFinding = StoredResults['expectations'][number]['finding'];
export type StoredSubject = z.infer<typeof subject>;

/** A finding as one trial of its measure. */
export function trialOf(finding: StoredFinding): Trial {
  switch (finding.status) {
    case 'known':
      return { kind: 'known', value: finding.value, resolution: finding.resolution };
    case 'censored':
      return { kind: 'censored', atLeast: finding.atLeast };
    case 'unknown':
      return { kind: 'unknown', reason: finding.reason };
  }
}
