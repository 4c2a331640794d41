import { z } from 'zod';
import { duration } from '../core/duration-schema.ts';
import { faults } from '../faults/index.ts';
import { topologies } from '../topologies/index.ts';
import { workloads } from '../workloads/index.ts';
import { expectationSchema } from './expectation-words.ts';
import { namedSchema } from './named.ts';
import { targetSchema } from './target-words.ts';

export const AFTER_RECOVERY = 'after recovery';

const positive = duration.refine((ms) => ms > 0, { error: 'expected more than 0' });

export const blowSchema = z
  .strictObject({
    at: z
      .union([z.literal(AFTER_RECOVERY), duration], {
        error: `expected a duration such as '10s', or '${AFTER_RECOVERY}'`,
      })
      .describe(
        "When it falls: after the begin of the chaos phase; or 'after recovery', when every blow before it is healed and all is well.",
      ),
    withinMs: positive
      .optional()
      .describe("Of 'after recovery': not at all where that takes longer; 60s if not given."),
    jitterMs: duration
      .optional()
      .describe('Up to this much is added, by the seed; 500ms if not given.'),
    fault: namedSchema(
      'fault',
      faults.map(({ recipe }) => recipe),
    ).describe('What is done.'),
    target: targetSchema.describe('At whom; decided when the blow falls.'),
  })
  .refine(({ at, withinMs }) => withinMs === undefined || at === AFTER_RECOVERY, {
    path: ['withinMs'],
    error: `expected it beside 'at: ${AFTER_RECOVERY}' alone`,
  });

/** A file of one scenario, in YAML or JSON: docs/scenario.schema.json is made from this. */
export const documentSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the schema of this file.'),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, "expected small letters, digits and '-'")
      .describe('What reports call it.'),
    title: z.string().min(1).describe('One sentence: what happens.'),
    topology: namedSchema('topology', topologies).describe('What is started.'),
    workloads: z
      .array(namedSchema('workload', workloads))
      .min(1)
      .describe('What is asked of it all the while.'),
    schedule: z.array(blowSchema).describe('The blows.'),
    expect: z.array(expectationSchema).describe('What must hold.'),
    timing: z
      .strictObject({
        steadyMs: positive
          .optional()
          .describe('Good answers wanted in a row before the first blow; 3s if not given.'),
        steadyWithinMs: positive
          .optional()
          .describe('Steady within this, or the verdict is unknown; 30s if not given.'),
        stabilityMs: positive
          .optional()
          .describe('Recovered is what stays good for this long; 3s if not given.'),
        recoverWithinMs: positive
          .optional()
          .describe('How long the return is waited for after the last cure; 60s if not given.'),
        observeEveryMs: positive
          .optional()
          .describe('Pause between two looks at a machine; 100ms if not given.'),
      })
      .optional()
      .describe('How long the phases take.'),
  })
  .meta({ title: 'Blackstart scenario' });

/** As a file has it. */
export type WrittenDocument = z.input<typeof documentSchema>;

/** As it is read: durations in ms, folders as absolute paths. */
export type ScenarioDocument = z.output<typeof documentSchema>;

export type BlowWords = ScenarioDocument['schedule'][number];

/** The JSON Schema that editors are given. */
export const publishedScenarioSchema = (): object =>
  z.toJSONSchema(documentSchema, {
    io: 'input',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      // Of a type in TypeScript; to an editor it would mean that nobody may write it.
      delete jsonSchema.readOnly;
    },
  });
