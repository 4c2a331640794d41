import { latestEffect, type Newest, newestOf, nothingYet, type Origin } from './timeline.ts';
import type { ObjectRead, ObjectReadReference, ObjectWrite } from './types.ts';

/** A read, final ones included: those begin and end at infinity. */
export interface AnyRead extends Pick<ObjectRead, 'checksum' | 'invokedAt' | 'settledAt'> {
  readonly seen: ObjectReadReference;
  readonly isFinal: boolean;
}

/** What is wrong with a read of one object; several of the last three may hold at once. */
export interface Judgement {
  readonly read: AnyRead;
  readonly corrupt: boolean;
  readonly phantom:
    | { readonly kind: 'failed' | 'before-sent'; readonly write: ObjectWrite }
    | undefined;
  /** The newest write that the read can have seen. */
  readonly held: Origin | undefined;
  /** A write of content, acknowledged before the read began, that replaced what was held. */
  readonly staleFor: Origin | undefined;
  /** Likewise a deletion, where content was held. */
  readonly deletedBy: Origin | undefined;
  /** A write that a completed read had seen and that had replaced what was held. */
  readonly invertedBy: Origin | undefined;
}

const sound = {
  corrupt: false,
  phantom: undefined,
  held: undefined,
  staleFor: undefined,
  deletedBy: undefined,
  invertedBy: undefined,
} as const;

/**
 * Judges the reads of one object as those of a regular register (Lamport, "On interprocess
 * communication", 1986, part II: a read gets the value of the last write before it or of one that
 * overlaps it), and for new-old inversion, which an atomic register rules out as well.
 */
export function judge(
  writes: readonly ObjectWrite[],
  reads: readonly AnyRead[],
): readonly Judgement[] {
  const origins = writes.map((write): Origin => ({ ...write, write }));
  const done = origins.filter(({ outcome }) => outcome === 'ok');
  const witness = (origin: Origin) => ({ at: origin.settledAt, origin });
  const content = newestOf(done.filter(({ checksum }) => checksum !== undefined).map(witness));
  const deletion = newestOf(done.filter(({ checksum }) => checksum === undefined).map(witness));
  const possible = origins.filter(({ outcome }) => outcome !== 'fail');
  const byChecksum = Map.groupBy([nothingYet, ...possible], ({ checksum }) => checksum);
  const failed = new Map(
    origins.filter(({ outcome }) => outcome === 'fail').map((one) => [one.checksum, one.write]),
  );
  const candidatesOf = (read: AnyRead) =>
    (byChecksum.get(read.checksum) ?? []).filter(({ invokedAt }) => invokedAt <= read.settledAt);
  const seen = newestOf(
    reads.flatMap((read) => {
      const [origin] = candidatesOf(read).sort((one, other) => one.invokedAt - other.invokedAt);
      return origin === undefined ? [] : [{ at: read.settledAt, origin }];
    }),
  );
  return reads.map((read) => {
    const [held] = candidatesOf(read).sort(latestFirst);
    if (held !== undefined) return outdated(read, held, { content, deletion, seen });
    const early = byChecksum.get(read.checksum)?.[0]?.write;
    if (early !== undefined)
      return { ...sound, read, phantom: { kind: 'before-sent', write: early } };
    const write = failed.get(read.checksum);
    if (write !== undefined) return { ...sound, read, phantom: { kind: 'failed', write } };
    return { ...sound, read, corrupt: true };
  });
}

function latestFirst(one: Origin, other: Origin): number {
  const [a, b] = [latestEffect(one), latestEffect(other)];
  return a === b ? other.invokedAt - one.invokedAt : a < b ? 1 : -1;
}

function outdated(
  read: AnyRead,
  held: Origin,
  known: { readonly content: Newest; readonly deletion: Newest; readonly seen: Newest },
): Judgement {
  const replacedBy = (newest: Newest) => {
    const origin = newest(read.invokedAt);
    return origin !== undefined && origin.invokedAt > latestEffect(held) ? origin : undefined;
  };
  return {
    ...sound,
    read,
    held,
    staleFor: replacedBy(known.content),
    deletedBy: read.checksum === undefined ? undefined : replacedBy(known.deletion),
    invertedBy: replacedBy(known.seen),
  };
}
