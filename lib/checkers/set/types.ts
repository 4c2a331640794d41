import type { Completion } from '../../core/history.ts';
import type { Counted } from '../examples.ts';
import type { LossShape } from '../loss-shape.ts';

/** One attempt to add an element. Times are ms on one monotonic axis. */
export interface Add {
  readonly id: number;
  readonly value: number;
  readonly invokedAt: number;
  /** Infinity while open. */
  readonly settledAt: number;
  /** `open` is `info`: nobody knows whether it happened. */
  readonly outcome: Completion['type'] | 'open';
}

/** A read of the whole set during the run that was answered. */
export interface Read {
  readonly id: number;
  /** Who answered. */
  readonly machine?: string | undefined;
  readonly invokedAt: number;
  readonly settledAt: number;
  /** In any order; an element that is there twice is listed twice. */
  readonly elements: ArrayLike<number>;
}

/** What one machine held in the end: after every add and every `Read`. */
export interface FinalRead {
  readonly machine: string;
  readonly pass: 'live' | 'restarted';
  readonly elements: ArrayLike<number>;
  /** Position of its event in the history. */
  readonly evidence: number;
}

export interface SetHistory {
  readonly adds: readonly Add[];
  readonly reads: readonly Read[];
  readonly finalReads: readonly FinalRead[];
}

/** Points to a read: by the id of one during the run, or as a final one. */
export type ReadReference =
  | { readonly read: number }
  | { readonly machine: string; readonly pass: FinalRead['pass']; readonly evidence: number };

/** An element and the add that sent it. */
export interface ElementReference {
  readonly value: number;
  readonly id: number;
}

export interface LostElement extends ElementReference {
  readonly acknowledgedAt: number;
}

/** What one final read lacks of the acknowledged elements. */
export interface LossOfRead {
  readonly machine: string;
  readonly pass: FinalRead['pass'];
  readonly evidence: number;
  readonly count: number;
  readonly shape: LossShape;
}

/** Acknowledged elements absent from at least one final read; the oldest are the examples. */
export interface Loss extends Counted<LostElement> {
  /** Of these, absent from every final read. */
  readonly everywhere: number;
  readonly shape: LossShape;
  /** The final reads that lack something. */
  readonly perRead: readonly LossOfRead[];
}

export interface Phantom {
  readonly value: number;
  /** `before-sent`: a read that held it had completed before the add was invoked. */
  readonly kind: 'failed' | 'never-sent' | 'before-sent';
  /** The add, where there is one. */
  readonly id?: number;
  /** A read that held it. */
  readonly seen: ReadReference;
}

export interface Duplicate {
  readonly value: number;
  /** How often the read held it; more often than it can have been added. */
  readonly times: number;
  readonly seen: ReadReference;
}

/** One stretch of reads, next to each other in order of invocation, that lacked a seen element. */
export interface Flicker extends ElementReference {
  readonly acknowledged: boolean;
  /** The first read to complete that held it. */
  readonly seenBy: number;
  /** Ids of the reads that lacked it, in order of invocation, at most `EXAMPLES`. */
  readonly absent: readonly number[];
  /** How many reads lacked it. */
  readonly absences: number;
  /** Invocation of the first read of the stretch, ms. */
  readonly from: number;
  /** Latest completion of a read of the stretch, ms. */
  readonly until: number;
  readonly durationMs: number;
}

export interface StaleRead {
  readonly read: number;
  readonly machine?: string | undefined;
  /** Elements it lacked that were acknowledged before it began. */
  readonly missing: number;
  /** Of the missing: lost in the end, which is a loss and no lag. */
  readonly lost: number;
  /** Of the missing: seen by a read that had completed, so they went rather than came late. */
  readonly seenBefore: number;
  /** The missing element acknowledged first. */
  readonly oldest: ElementReference;
  /** Since the first acknowledgement of a missing element that is not lost; 0 if all are. */
  readonly stalenessMs: number;
}

/** An element that some final reads of one pass hold and others lack. */
export interface DivergentElement {
  readonly value: number;
  readonly pass: FinalRead['pass'];
  readonly heldBy: readonly string[];
  readonly lackedBy: readonly string[];
}

/**
 * The outcome of each distinct value that may have been added, as Jepsen's checker `set-full` has
 * it (jepsen.checker/set-full): an element is known once its add is acknowledged or a read that
 * held it has completed. The last word is that of every final read or, without one, of the read
 * invoked last.
 */
export interface Outcomes {
  /** The last word is: present. */
  readonly stable: number;
  /** Known, and the last word is: absent. */
  readonly lost: number;
  /** Neither. */
  readonly neverRead: number;
  /** Of the stable: absent from a read that began after they were known. */
  readonly stale: number;
}

export interface SetResult {
  /** Distinct values sent. */
  readonly attempted: number;
  /** Distinct values acknowledged. */
  readonly acknowledged: number;
  /** Distinct values of unknown fate. */
  readonly indeterminate: number;
  readonly outcomes: Outcomes;
  readonly lost: Loss;
  /** Never acknowledged, but seen by an earlier read, and absent from a final one. */
  readonly vanished: Counted<ElementReference & { readonly seenBy: ReadReference }>;
  readonly phantoms: Counted<Phantom>;
  /** Of unknown fate, and in a final read: fine. */
  readonly recovered: Counted<ElementReference>;
  /** Values some read held more often than they can have been added; the most frequent first. */
  readonly duplicates: Counted<Duplicate>;
  /** Stretches of absence of elements that are there in the end; the longest first. */
  readonly flicker: Counted<Flicker> & {
    /** Distinct elements. */
    readonly elements: number;
  };
  /** Reads that lack an element acknowledged before they began; the stalest first. */
  readonly staleReads: Counted<StaleRead> & {
    /** Of these, lacking one that is not lost in the end. */
    readonly lagging: number;
    /** Ms; 0 for none. */
    readonly worstStalenessMs: number;
  };
  /** Over both passes; a value that diverges in both counts once. */
  readonly divergence: Counted<DivergentElement>;
}
