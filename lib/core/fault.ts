import type { Clock } from './clock.ts';
import type { Fact, Proof } from './history.ts';
import type { Machine } from './machine.ts';
import type { UndoStack } from './undo.ts';

/** A fault as a schedule holds it: kind and settings, no code. */
export interface FaultSpec {
  readonly kind: string;
  readonly settings: Readonly<Record<string, Fact>>;
  /** How long the harm stays before it is healed, from its instant. */
  readonly lastsMs: number;
}

/** What a fault may touch. `machines` are its targets, `others` the rest, as vantage points. */
export interface FaultContext {
  readonly clock: Clock;
  readonly machines: readonly Machine[];
  readonly others: readonly Machine[];
  /** The cure is deferred here before the harm. */
  readonly undo: UndoStack;
}

/** A harm that has been done. */
export interface Harm {
  /** Clock time at which it fell; with several targets, the first. */
  readonly at: number;
  /** It fell within this much of `at`. */
  readonly uncertaintyMs: number;
  /** That it happened, seen from another vantage point than the injector's. */
  prove(): Promise<readonly Proof[]>;
  /** Cures it, once; the undo stack calls the same cure if nobody else did. */
  heal(): Promise<void>;
  /** That it is over. */
  proveHealed(): Promise<readonly Proof[]>;
}

/** One kind of harm. Knows machines and services, and no product. */
export interface Fault {
  readonly kind: string;
  inject(context: FaultContext, spec: FaultSpec): Promise<Harm>;
}
