import { z } from 'zod';
import type { ObjectRead, ObjectWrite } from '../../checkers/objects/types.ts';
import { type Judged, judgeObjects } from '../../checkers/objects.ts';
import type { History, Json, WorkloadFacts } from '../../core/history.ts';
import { type FinalRead, type FinalReads, finalReads } from '../final-reads.ts';
import type { Probe } from '../probes.ts';
import { type Spoken, speak, unanswered } from '../vocabulary.ts';

/** The version that stands for content which is no version's. */
const DAMAGED = -1;

const name = z.int();
const version = z.int().nonnegative();
const found = z.int().min(DAMAGED);

const readSchema = z.object({
  f: z.literal('read'),
  value: z.tuple([name]),
  answer: found.nullable().optional(),
});

/** The vocabulary `objects`: write [name, version], delete [name], read [name]: the version, or null. */
export const objectsSchema = z.discriminatedUnion('f', [
  z.object({ f: z.literal('write'), value: z.tuple([name, version]) }),
  z.object({ f: z.literal('delete'), value: z.tuple([name]) }),
  readSchema,
]);

/** The vocabulary `block`: a block is an object by number that nobody deletes. */
export const blockSchema = z.discriminatedUnion('f', [
  z.object({ f: z.enum(['write', 'write-unflushed']), value: z.tuple([name, version]) }),
  readSchema,
]);

type Operation = z.infer<typeof objectsSchema> | z.infer<typeof blockSchema>;

const elementSchema = z.tuple([name, found]);

/** A name, and the version that was found there. */
export type Element = z.infer<typeof elementSchema>;

export interface ObjectsRecords extends FinalReads<Element> {
  /** Writes and deletions. */
  readonly writes: readonly (ObjectWrite & { readonly probe: Probe })[];
  /** How many reads were answered during the run. */
  readonly answered: number;
  /** Every read, final ones among them, each of one object. */
  readonly judged: readonly Judged[];
  /** Of operations in the history, by their ids. */
  readonly positions: ReadonlyMap<number, number>;
}

/** Takes the history of objects apart, or of what is one by another name. */
export function openObjects(
  history: History,
  workload: WorkloadFacts,
  schema: z.ZodType<Operation> = objectsSchema,
): ObjectsRecords | string {
  const spoken = speak(history, workload, schema);
  if (typeof spoken === 'string') return spoken;
  const silent = unanswered(spoken.filter(({ operation: { f } }) => f === 'read'));
  if (silent !== undefined) return silent;
  const finals = finalReads(history, workload, isElement);
  const writes = spoken.flatMap(writeIn);
  const reads = spoken.flatMap(readIn);
  const names = new Set(writes.map((write) => write.name));
  const finalObjects = finals.reads.flatMap((read) => objectsIn(read, names));
  return {
    ...finals,
    writes,
    answered: reads.length,
    judged: judgeObjects({ writes, reads, finalReads: finalObjects }),
    positions: new Map(spoken.map(({ probe: { id, settled } }) => [id, settled])),
  };
}

const isElement = (element: Json): element is Element => elementSchema.safeParse(element).success;

function writeIn({
  probe,
  operation,
}: Spoken<Operation>): readonly ObjectsRecords['writes'][number][] {
  if (operation.f === 'read') return [];
  const { id, invokedAt, settledAt, outcome } = probe;
  const [of, written] = operation.value;
  const content = { version: written ?? id, checksum: written?.toString() };
  return [{ id, name: `${of}`, ...content, invokedAt, settledAt, outcome, probe }];
}

function readIn({ probe, operation }: Spoken<Operation>): readonly ObjectRead[] {
  if (operation.f !== 'read' || probe.outcome !== 'ok' || operation.answer === undefined) return [];
  const { id, invokedAt, settledAt } = probe;
  const [of] = operation.value;
  return [{ id, name: `${of}`, checksum: checksumOf(operation.answer), invokedAt, settledAt }];
}

/** What one machine held of every object: those that are not listed are absent. */
function objectsIn({ machine, pass, elements, evidence }: FinalRead<Element>, names: Set<string>) {
  const listed = elements.map(([of, held]) => ({ name: `${of}`, checksum: checksumOf(held) }));
  const there = new Set(listed.map((one) => one.name));
  const absent = [...names]
    .filter((one) => !there.has(one))
    .map((one) => ({ name: one, checksum: undefined }));
  return [...listed, ...absent].map((one) => ({ ...one, machine, pass, evidence }));
}

function checksumOf(held: number | null): string | undefined {
  return held === null ? undefined : held === DAMAGED ? 'damaged' : `${held}`;
}
