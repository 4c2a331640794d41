import { z } from 'zod';

/** What sort of thing a person changed; those of `harmful` each go wrong in a way of their own. */
export const mutationKinds = {
  harmful: [
    'durability off',
    'quorum wrong',
    'no arbitrator',
    'no health check',
    'health check too slow',
    'detection too slow',
    'timeouts inverted',
    'router id',
    'promotion policy',
    'partition handling',
    'not replicated',
    'client',
  ],
  harmless: ['capacity', 'logging', 'tuning', 'timeout', 'name'],
} as const;

const sentence = z.string().min(10).regex(/\.$/, 'expected a sentence');
const names = z.array(z.string().min(1)).min(1).readonly();

const options = z.record(z.string(), z.unknown());

const shared = {
  $schema: z.string().optional().describe('Where editors find the schema of this file.'),
  did: sentence.describe('What a person did, in a sentence.'),
  source: z.string().min(10).describe('What says so: a document of the product, or a page here.'),
  baseline: z
    .string()
    .default('hardened')
    .describe('The profile that it is held against: a folder of fixtures/profiles.'),
  system: z.string().describe('Whose configuration changes, as reports name it.'),
  scenarios: names.describe('What is run under both: `blackstart list` shows their names.'),
  settings: z
    .strictObject({
      topology: options.optional().describe('Of the topology.'),
      workloads: z.record(z.string(), options).optional().describe('Of workloads, by their names.'),
    })
    .optional()
    .describe(
      'In place of a folder `files`: options of the scenarios that change (docs/scenario-settings.md), where they are no file of a product: policies, clients, how many machines there are.',
    ),
};

/** A change of configuration of which it is known what a gate must say. */
export const mutationSchema = z
  .discriminatedUnion('effect', [
    z.strictObject({
      effect: z.literal('harmful').describe('The gate must fail it.'),
      kind: z.enum(mutationKinds.harmful).describe('What sort of mistake it is.'),
      costs: sentence.describe('What it must cost, and why.'),
      caughtBy: names.describe(
        'Measures of docs/measures.md, any of which must speak against it; or `does not start`, `does not form`.',
      ),
      ...shared,
    }),
    z.strictObject({
      effect: z.literal('harmless').describe('The gate must pass it.'),
      kind: z.enum(mutationKinds.harmless).describe('What sort of change it is.'),
      costs: sentence.describe('Why it costs nothing.'),
      ...shared,
    }),
  ])
  .meta({ title: 'Blackstart mutation' });

/** As its file has it. */
export type MutationManifest = z.output<typeof mutationSchema>;

/** One of fixtures/mutations. */
export type Mutation = MutationManifest & {
  /** That of its folder. */
  readonly name: string;
  readonly folder: string;
};

/** The JSON Schema that editors are given. */
export const publishedMutationSchema = (): object =>
  z.toJSONSchema(mutationSchema, {
    io: 'input',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      // Of a type in TypeScript; to an editor it would mean that nobody may write it.
      delete jsonSchema.readOnly;
    },
  });
