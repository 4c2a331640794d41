import { z } from 'zod';
import type { OperationRecord } from './operation-columns.ts';

/** The version of the history format; a reader refuses a version it does not know. */
export const HISTORY_VERSION = 1;

const time = z.number().describe('Milliseconds since the run began, on CLOCK_MONOTONIC.');
const machine = z.string().describe('Machine name, for example galera-1.');
const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const facts = z.record(z.string(), fact);

const json = z.json();

const error = z.object({
  code: z
    .string()
    .describe("The driver's or the product's own code, for example ER_LOCK_DEADLOCK."),
  message: z.string(),
});

const workload = z.object({
  name: z.string(),
  system: z.string(),
  vocabulary: z.string(),
  settings: facts.optional().describe('What else its vocabulary must know, for example a total.'),
  machines: z
    .array(machine)
    .optional()
    .describe('Those of its system, each of which must be read in the end; absent for all.'),
  lanes: z.int().positive(),
  intervalMs: z.number().positive().describe('Probe interval d over all lanes.'),
  deadlineMs: z
    .number()
    .positive()
    .describe('A probe is good if it is ok within this of its due time.'),
});

export const expectationSchema = z.object({
  measure: z.string().describe('Name of a measure, for example rto.all.'),
  atMost: z.number(),
  blow: z
    .int()
    .nonnegative()
    .optional()
    .describe('Position in the schedule, from 0, of the only blow that it is about.'),
  workload: z.string().optional().describe('The only workload that it is about.'),
  system: z.string().optional().describe('The only system that it is about.'),
});

const scheduled = z.object({
  atMs: z.number().optional().describe('After the begin of the chaos phase.'),
  recoveredWithinMs: z
    .number()
    .optional()
    .describe('In its place: when all before it are healed and all is well, within this time.'),
  jitterMs: z.number(),
  fault: z.string(),
  settings: facts,
  lastsMs: z.number(),
  target: z.string(),
});

export const headerSchema = z.object({
  type: z.literal('header'),
  format: z.literal('blackstart-history'),
  version: z.int(),
  run: z.string().describe('Run id, unique.'),
  scenario: z.string(),
  title: z.string().describe('The scenario in one sentence.'),
  seed: z.int(),
  startedAt: z.string().describe('Wall-clock time at t = 0, ISO 8601; for people.'),
  topology: z.object({ name: z.string(), settings: facts, machines: z.array(machine) }),
  workloads: z.array(workload),
  schedule: z.array(scheduled),
  stabilityMs: z.number().positive().describe('Stability window W.'),
  observeEveryMs: z.number().positive().describe('Pause between two observations of a machine.'),
  expect: z.array(expectationSchema),
  replay: z.string().describe('The command that does it again.'),
  versions: z.record(z.string(), z.string()),
  configuration: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe(
      'By system the lines of its files, each after the name of its file; no comments, no secrets.',
    ),
});

const phase = z.object({
  t: time,
  type: z.literal('phase'),
  phase: z.enum(['form', 'steady', 'chaos', 'heal', 'settle', 'final']),
});

const invoke = z.object({
  t: time,
  type: z.literal('invoke'),
  workload: z.string(),
  id: z.int().describe('Operation id, unique within the workload.'),
  lane: z.int(),
  due: time.describe('When the operation was due; latency counts from here.'),
  f: z.string().describe('Verb of the vocabulary, for example add.'),
  value: json.describe('Its argument, as the vocabulary defines it; a number for add.'),
});

const completion = z.object({
  t: time,
  type: z.enum(['ok', 'fail', 'info']).describe('fail: certainly did not happen; info: may have.'),
  workload: z.string(),
  id: z.int(),
  machine: machine.optional().describe('Who answered.'),
  value: json.optional().describe('What was answered, where the vocabulary has answers: a read.'),
  error: error.optional(),
});

const proof = z.object({
  claim: z.string(),
  vantage: z.string().describe('From where it was observed; never the injector itself.'),
  observed: z.string(),
  holds: z.boolean(),
});

const step = z
  .int()
  .nonnegative()
  .optional()
  .describe(
    'Which of the machines that are met one after another, from 0; absent for all at once.',
  );

const blow = z.object({
  t: time,
  type: z.literal('blow'),
  index: z.int().describe('Position in the schedule, from 0.'),
  step,
  fault: z.string(),
  settings: facts,
  target: z.string().describe('The target as the scenario names it.'),
  machines: z.array(machine).describe('What it resolved to when the blow fell.'),
  services: z
    .array(z.string())
    .optional()
    .describe('What was aimed at on them, as machine/service; absent for all of them.'),
});

const ordered = z.object({
  t: time,
  type: z.literal('ordered'),
  index: z.int().describe('Position in the schedule, from 0: after those of the header.'),
  blow: scheduled.describe('A blow that was ordered while the run went on.'),
  words: json.optional().describe('Fault and target as files of scenarios have them.'),
});

const load = z.object({
  t: time,
  type: z.literal('load'),
  workload: z.string(),
  stage: z.enum(['begins', 'ends']).describe('Ordered while the run went on.'),
  facts: workload.optional().describe('Of one that the header does not name.'),
  words: json.optional().describe('The workload as files of scenarios have it.'),
});

const injected = z.object({
  t: time.describe('The instant of the harm: f in the measures.'),
  type: z.literal('injected'),
  index: z.int(),
  step,
  uncertaintyMs: z.number().nonnegative().describe('The harm fell within this much of t.'),
  orderedAt: time
    .exactOptional()
    .describe('When the harm was ordered, where clients may have met it before t.'),
  proofs: z.array(proof),
});

const healed = z.object({
  t: time,
  type: z.literal('healed'),
  index: z.int(),
  step,
  proofs: z.array(proof),
});

const observation = z.object({
  t: time,
  type: z.literal('observation'),
  system: z.string(),
  machine,
  reachable: z.boolean(),
  role: z
    .string()
    .describe(
      'primary, replica, or none: what the machine itself claims; unknown: nobody can tell.',
    ),
  members: z.array(machine).describe('In whose name it claims that role, itself included.'),
  state: facts.describe("The product's own words."),
});

const redundancy = z.object({
  t: time,
  type: z.literal('redundancy'),
  system: z.string(),
  full: z.boolean(),
  detail: z.string(),
});

const steadiness = z.object({
  t: time,
  type: z.literal('steadiness'),
  index: z
    .int()
    .nonnegative()
    .optional()
    .describe('Position in the schedule of the blow that waited for it; absent at first.'),
  steady: z.boolean(),
  detail: z.string(),
});

const log = z.object({
  t: time,
  type: z.literal('log'),
  machine,
  service: z.string(),
  line: z.string(),
});

const harness = z.object({
  t: time,
  type: z.literal('harness'),
  loopDelayMaxMs: z.number().describe('Longest event-loop delay since the last such event.'),
  latenessMaxMs: z.number().describe('Latest start of an operation after its due time, likewise.'),
  cpuStealPercent: z.number().nullable(),
  cpuPressurePercent: z.number().nullable().describe('/proc/pressure/cpu, some, avg10.'),
  computedMs: z
    .number()
    .nullish()
    .describe('For how long the thread that measures had a processor since the last such event.'),
  waitedMs: z
    .number()
    .nullish()
    .describe('For how long it was ready and had none; null where the kernel does not tell.'),
});

const finalRead = z.object({
  t: time,
  type: z.literal('final-read'),
  workload: z.string(),
  machine,
  pass: z.enum(['live', 'restarted']).describe('Before or after every service was restarted once.'),
  elements: z
    .array(json)
    .optional()
    .describe('What was there: numbers in a set, a bank and a queue; [name, version] of objects.'),
  error: error.optional(),
});

const end = z.object({
  t: time,
  type: z.literal('end'),
  outcome: z.enum(['complete', 'error', 'interrupted', 'skipped']),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
});

export const eventSchema = z.discriminatedUnion('type', [
  phase,
  invoke,
  completion,
  blow,
  ordered,
  load,
  injected,
  healed,
  observation,
  redundancy,
  steadiness,
  log,
  harness,
  finalRead,
  end,
]);

/** A line of a history file: the header first, then events in the order they were recorded. */
export const lineSchema = z.union([headerSchema, eventSchema]).meta({
  title: 'Blackstart history, one line',
  description:
    'A history is JSON Lines: one header, then events, append-only. A file without an `end` event was cut off.',
});

export type Fact = z.infer<typeof fact>;
export type Json = z.infer<typeof json>;
export type Header = z.infer<typeof headerSchema>;
export type HistoryEvent = z.infer<typeof eventSchema>;
export type EventOf<Type extends HistoryEvent['type']> = Extract<HistoryEvent, { type: Type }>;
export type Completion = z.infer<typeof completion>;
export type Phase = EventOf<'phase'>['phase'];
export type Proof = z.infer<typeof proof>;
export type OperationError = z.infer<typeof error>;
export type WorkloadFacts = z.infer<typeof workload>;
export type Expectation = z.infer<typeof expectationSchema>;

/** What is no operation: few, beside those. */
export type OtherType = Exclude<HistoryEvent['type'], 'invoke' | Completion['type']>;

/** An event and its position in the history. */
export interface Recorded<Event extends HistoryEvent> {
  readonly event: Event;
  readonly position: number;
}

/** Events in the order in which they were recorded; positions count them from 0. */
export interface Events extends Iterable<HistoryEvent> {
  readonly length: number;
  /** Time of the latest event; 0 where there is none. */
  readonly endMs: number;
  at(position: number): HistoryEvent | undefined;
  /** Those of one type. */
  of<Type extends OtherType>(type: Type): readonly EventOf<Type>[];
  /** Those of one type, with their positions. */
  recorded<Type extends OtherType>(type: Type): readonly Recorded<EventOf<Type>>[];
  /** The operations of a workload in the order in which they began. */
  operations(workload: string): Iterable<OperationRecord>;
  /** How an operation began. */
  invocation(workload: string, id: number): EventOf<'invoke'> | undefined;
}

/** Everything a measure may look at. Positions in `events` are the evidence it points to. */
export interface History {
  readonly header: Header;
  readonly events: Events;
  /** What is wrong with the file, in words; undefined for one that was read whole. */
  readonly damage?: string;
}

/** Takes events as they happen; the run's side of a history. */
export interface Recorder {
  record(event: HistoryEvent): void;
}
