import { z } from 'zod';

/** The version of results.json; a field that goes, or changes its meaning, changes it. */
export const RESULTS_VERSION = 1;

const verdictKind = z.enum(['pass', 'fail', 'unknown', 'skipped', 'error']);
const unit = z.enum(['ms', 'count', 'percent']);

const subject = z.object({
  blow: z.int().nonnegative().optional().describe('Position in the schedule, from 0.'),
  step: z
    .int()
    .nonnegative()
    .optional()
    .describe('Of a blow that meets machines one after another, which one, from 0.'),
  workload: z.string().optional().describe('Name of the workload.'),
  system: z.string().optional().describe('Name of the system.'),
});

const found = {
  subject: subject.describe('What it is about; empty for the whole run.'),
  note: z.string().describe('What the number does not say, for people; may be empty.'),
  evidenceCount: z
    .int()
    .nonnegative()
    .describe('How many events of the history it rests on; history.jsonl has them.'),
};

const resolution = z
  .number()
  .nonnegative()
  .describe('The value is right to within this much, in the unit of the measure.');

const known = z.object({
  ...found,
  status: z.literal('known').describe('It was measured.'),
  value: z.number().describe('In the unit of the measure.'),
  resolution,
});

const censored = z.object({
  ...found,
  status: z.literal('censored').describe('The recording ended first: there is no value.'),
  atLeast: z.number().describe('The value is greater than this. It is never a value itself.'),
  resolution,
});

const unknown = z.object({
  ...found,
  status: z.literal('unknown').describe('The evidence is missing: there is no value.'),
  reason: z.string().describe('What is missing, in one sentence.'),
});

const measured = {
  measure: z.string().describe('Name of the measure, for example rto.all: docs/measures.md.'),
  unit: unit.describe('Of values, bounds and resolutions: ms, a count, or percent.'),
};

const expectation = z.object({
  ...measured,
  atMost: z.number().describe('The greatest value that is allowed, in that unit; 0 is none.'),
  verdict: z
    .enum(['pass', 'fail', 'unknown'])
    .describe('Whether it holds; unknown where the evidence does not decide.'),
  because: z.string().describe('Why, in one sentence.'),
  finding: z
    .discriminatedUnion('status', [known, censored, unknown])
    .describe('What was found, with the resolution that it has under the load of this run.'),
});

const blow = z.object({
  blow: z.int().nonnegative().describe('Position in the schedule, from 0.'),
  step: subject.shape.step,
  fault: z.string().describe('Kind of the fault, for example kill.'),
  target: z.string().describe('Whom the scenario names, for example role primary.'),
  machines: z.array(z.string()).describe('Whom that was when the blow fell; empty if it did not.'),
  fromMs: z
    .number()
    .optional()
    .describe('Instant of the harm, since the run began; absent where none was seen.'),
  toMs: z.number().optional().describe('Instant of its removal; absent where none was seen.'),
  proven: z.boolean().describe('Whether harm and removal were both seen from somewhere else.'),
});

const workload = z.object({
  name: z.string().describe('Name of the workload, as subjects have it.'),
  system: z.string().describe('The system that it asks.'),
  vocabulary: z.string().describe('What it asks of it, for example set.'),
  clients: z.int().positive().describe('Clients, each with a connection of its own.'),
  intervalMs: z.number().positive().describe('Time between two operations, over all clients.'),
  deadlineMs: z.number().positive().describe('An operation is good if answered within this.'),
});

/** What results.json holds: the JSON Schema of docs/results.schema.json is made from this. */
export const resultsSchema = z
  .object({
    format: z.literal('blackstart-results').describe('Which format this is.'),
    version: z
      .literal(RESULTS_VERSION)
      .describe('Of the format. A later one of the same version may have fields beside these.'),
    run: z.string().describe('Run id, unique.'),
    scenario: z.string().describe('Name of the scenario.'),
    title: z.string().describe('The scenario in one sentence.'),
    seed: z.int().describe('What decided every choice of the run.'),
    startedAt: z.string().describe('Wall-clock time at which it began, ISO 8601, UTC.'),
    durationMs: z.number().nonnegative().describe('From then to the last event recorded.'),
    topology: z
      .object({
        name: z.string().describe('Name of the topology, for example galera.'),
        machines: z.array(z.string()).describe('Names of its machines.'),
      })
      .describe('What was started.'),
    workloads: z.array(workload).describe('Who asked what of which system.'),
    verdict: verdictKind.describe('The verdict of the run: README.md, Read a verdict.'),
    because: z.string().describe('Why, in one sentence.'),
    hint: z.string().optional().describe('What to do, where the run was skipped or broke.'),
    exitCode: z.int().describe('Exit code of the command line for that verdict.'),
    doubts: z
      .array(z.string())
      .describe('What keeps the run from being believed: with any of these, nothing passes.'),
    summary: z.string().describe('What happened and what it cost, in one sentence for people.'),
    expectations: z.array(expectation).describe('Each that was held against each of its findings.'),
    measurements: z
      .array(
        z.discriminatedUnion('status', [
          known.extend(measured),
          censored.extend(measured),
          unknown.extend(measured),
        ]),
      )
      .describe('All that was measured, whether or not anything was expected of it.'),
    blows: z.array(blow).describe('The blows of the schedule, fallen or not.'),
    replay: z.string().describe('The command that does it again.'),
    versions: z
      .record(z.string(), z.string())
      .describe('Versions by name: this program, Node, the engine, the kernel, images.'),
  })
  .meta({ title: 'Blackstart results of one run' });

/** The contents of results.json. */
export type Results = z.infer<typeof resultsSchema>;

/** As it is published. Consumers must not stumble over fields that a later release adds. */
export const publishedResultsSchema = (): object => z.toJSONSchema(resultsSchema, { io: 'input' });
