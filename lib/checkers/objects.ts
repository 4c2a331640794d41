import { counted } from './examples.ts';
import { type AnyRead, type Judgement, judge } from './objects/judge.ts';
import type { Origin } from './objects/timeline.ts';
import type {
  FinalObjectRead,
  ObjectRead,
  ObjectsHistory,
  ObjectsResult,
  ObjectWrite,
  OutdatedObject,
  ResurrectedObject,
  WriteReference,
} from './objects/types.ts';

/** A read of a named object, and what is wrong with it. */
export type Judged = Judgement & { readonly name: string };

/**
 * Checks named objects by the checksums of their contents, each object as one register. Writes of
 * unknown fate may take effect at any time, or never; what is concurrent may go either way.
 */
export function checkObjects(history: ObjectsHistory): ObjectsResult {
  const written = Map.groupBy(history.writes, ({ name }) => name);
  const judged = judgeObjects(history);
  const [final, during] = [true, false].map((isFinal) =>
    judged.filter((one) => one.read.isFinal === isFinal),
  );
  return {
    attempted: written.size,
    acknowledged: [...written.values()].filter((group) => group.some(isAcknowledged)).length,
    lost: lostIn(final ?? []),
    reverted: counted((final ?? []).filter(({ read }) => !isAbsent(read)).flatMap(staleFor)),
    corrupt: counted(judged.flatMap(corrupt)),
    phantoms: counted(judged.flatMap(phantom)),
    stale: counted((during ?? []).flatMap(stale)),
    resurrected: counted(judged.flatMap(resurrected)),
    vanished: counted(judged.flatMap(vanished)),
  };
}

/** Every read, judged: by name, then those during the run before final ones. */
export function judgeObjects({ writes, reads, finalReads }: ObjectsHistory): readonly Judged[] {
  const written = Map.groupBy(writes, ({ name }) => name);
  const read = Map.groupBy(
    [...reads.map(duringRun), ...finalReads.map(inTheEnd)],
    ({ name }) => name,
  );
  return [...read.keys()]
    .sort()
    .flatMap((name) =>
      judge(written.get(name)?.toSorted(byId) ?? [], read.get(name)?.toSorted(byPlace) ?? []).map(
        (judgement) => ({ name, ...judgement }),
      ),
    );
}

type NamedRead = AnyRead & { readonly name: string; readonly place: number };

function duringRun({ id, name, checksum, invokedAt, settledAt }: ObjectRead): NamedRead {
  const seen = { read: id };
  return { name, checksum, invokedAt, settledAt, seen, isFinal: false, place: id };
}

function inTheEnd({ machine, pass, name, checksum, evidence }: FinalObjectRead): NamedRead {
  const seen = { machine, pass, evidence };
  const end = { invokedAt: Number.POSITIVE_INFINITY, settledAt: Number.POSITIVE_INFINITY };
  return { name, checksum, ...end, seen, isFinal: true, place: evidence };
}

function byPlace(one: NamedRead, other: NamedRead): number {
  return Number(one.isFinal) - Number(other.isFinal) || one.place - other.place;
}

function byId(one: ObjectWrite, other: ObjectWrite): number {
  return one.id - other.id;
}

function isAcknowledged({ outcome, checksum }: ObjectWrite): boolean {
  return outcome === 'ok' && checksum !== undefined;
}

function isAbsent({ checksum }: AnyRead): boolean {
  return checksum === undefined;
}

/** One finding an object: its first final read that lacks it. */
function lostIn(final: readonly Judged[]): ObjectsResult['lost'] {
  const perObject = [...Map.groupBy(final, ({ name }) => name).values()];
  const lacking = perObject
    .map((group) => ({ group, lost: group.filter(({ read }) => isAbsent(read)).flatMap(staleFor) }))
    .filter(({ lost }) => lost.length > 0);
  return {
    ...counted(lacking.flatMap(({ lost }) => lost.slice(0, 1))),
    everywhere: lacking.filter(({ group, lost }) => lost.length === group.length).length,
  };
}

function staleFor(judged: Judged): readonly OutdatedObject[] {
  return outdated(judged, judged.staleFor);
}

function stale(judged: Judged): ObjectsResult['stale']['examples'] {
  const since = judged.staleFor?.settledAt ?? Number.NaN;
  return staleFor(judged).map((one) => ({ ...one, stalenessMs: judged.read.invokedAt - since }));
}

function resurrected(judged: Judged): readonly ResurrectedObject[] {
  const deleted = outdated(judged, judged.deletedBy);
  if (deleted.length > 0) return deleted.map((one) => ({ ...one, kind: 'deleted' }));
  return outdated(judged, isAbsent(judged.read) ? undefined : judged.invertedBy).map((one) => ({
    ...one,
    kind: 'inverted',
  }));
}

function vanished(judged: Judged): readonly OutdatedObject[] {
  if (!isAbsent(judged.read) || judged.staleFor !== undefined) return [];
  return outdated(judged, judged.invertedBy);
}

function outdated({ name, read, held }: Judged, by: Origin | undefined): readonly OutdatedObject[] {
  const newest = referTo(by?.write);
  return newest === undefined
    ? []
    : [{ name, seen: read.seen, held: referTo(held?.write), newest }];
}

function referTo(write: ObjectWrite | undefined): WriteReference | undefined {
  return write === undefined ? undefined : { id: write.id, version: write.version };
}

function corrupt({ name, read, corrupt }: Judged): ObjectsResult['corrupt']['examples'] {
  const { checksum, seen } = read;
  return corrupt && checksum !== undefined ? [{ name, checksum, seen }] : [];
}

function phantom({ name, read, phantom }: Judged): ObjectsResult['phantoms']['examples'] {
  const { checksum, seen } = read;
  const write = referTo(phantom?.write);
  if (phantom === undefined || write === undefined || checksum === undefined) return [];
  return [{ name, checksum, seen, kind: phantom.kind, write }];
}
