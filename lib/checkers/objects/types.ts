import type { Completion } from '../../core/history.ts';
import type { Counted } from '../examples.ts';

/** One attempt to write a whole object, or to delete it. Times are ms on one monotonic axis. */
export interface ObjectWrite {
  readonly id: number;
  readonly name: string;
  /** What a finding calls it; the order of writes comes from their times. */
  readonly version: number;
  /** Of the content; undefined for a deletion. */
  readonly checksum: string | undefined;
  readonly invokedAt: number;
  /** Infinity while open. */
  readonly settledAt: number;
  /** `open` is `info`: nobody knows whether, or when, it happened. */
  readonly outcome: Completion['type'] | 'open';
}

/** A read of one object that was answered. */
export interface ObjectRead {
  readonly id: number;
  readonly name: string;
  /** Undefined: the object is not there. */
  readonly checksum: string | undefined;
  readonly invokedAt: number;
  readonly settledAt: number;
  readonly machine?: string;
}

/** What one machine held of one object in the end: after every write and every `ObjectRead`. */
export interface FinalObjectRead {
  readonly machine: string;
  readonly pass: 'live' | 'restarted';
  readonly name: string;
  readonly checksum: string | undefined;
  /** Position of its event in the history. */
  readonly evidence: number;
}

export interface ObjectsHistory {
  readonly writes: readonly ObjectWrite[];
  readonly reads: readonly ObjectRead[];
  readonly finalReads: readonly FinalObjectRead[];
}

/** Points to a read: by the id of one during the run, or as a final one. */
export type ObjectReadReference =
  | { readonly read: number }
  | Pick<FinalObjectRead, 'machine' | 'pass' | 'evidence'>;

/** A write, as a finding shows it. */
export type WriteReference = Pick<ObjectWrite, 'id' | 'version'>;

export interface CorruptObject {
  readonly name: string;
  readonly checksum: string;
  readonly seen: ObjectReadReference;
}

export interface PhantomObject extends CorruptObject {
  readonly kind: 'failed' | 'before-sent';
  readonly write: WriteReference;
}

/** A read of what later writes had replaced. */
export interface OutdatedObject {
  readonly name: string;
  readonly seen: ObjectReadReference;
  /** The newest write that the read can have seen; undefined: from before the first write. */
  readonly held: WriteReference | undefined;
  /** The newest write that replaced it. */
  readonly newest: WriteReference;
}

export interface ResurrectedObject extends OutdatedObject {
  /**
   * `deleted`: `newest` is a deletion acknowledged before the read began. `inverted`: a read that
   * had completed before this one began had seen `newest`.
   */
  readonly kind: 'deleted' | 'inverted';
}

export interface ObjectsResult {
  /** Distinct names. */
  readonly attempted: number;
  /** Distinct names with an acknowledged write of content. */
  readonly acknowledged: number;
  /** Objects absent from a final read, though a write was acknowledged and no deletion explains it. */
  readonly lost: Counted<OutdatedObject> & {
    /** Of these, absent from every final read of them. */
    readonly everywhere: number;
  };
  /** Final reads that hold an older version than the newest acknowledged. */
  readonly reverted: Counted<OutdatedObject>;
  /** Reads of a checksum that no write of that name had. */
  readonly corrupt: Counted<CorruptObject>;
  /** Reads of a checksum of writes that failed, or that had not begun. */
  readonly phantoms: Counted<PhantomObject>;
  /** Reads during the run of less than what was acknowledged before they began. */
  readonly stale: Counted<OutdatedObject & { readonly stalenessMs: number }>;
  /** Reads of what had been deleted, or had been seen to be replaced. */
  readonly resurrected: Counted<ResurrectedObject>;
  /** Reads that lack an object never acknowledged, though a completed read had seen it. */
  readonly vanished: Counted<OutdatedObject>;
}
