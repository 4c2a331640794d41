import type { FaultSpec } from './fault.ts';
import type { Target } from './target.ts';

/** When a blow falls: at a time, or once everything before it is over. */
export type When =
  /** After the begin of the chaos phase, ms. */
  | { readonly atMs: number }
  /** When every earlier blow is healed and all are well again; not at all if that takes longer, ms. */
  | { readonly recoveredWithinMs: number };

/** When, which fault, at whom. */
export interface Blow {
  readonly when: When;
  /** Up to this much is added, ms, by the seed: failures must not meet the system in step. */
  readonly jitterMs: number;
  readonly fault: FaultSpec;
  readonly target: Target;
}

interface Jitter {
  readonly jitterMs?: number;
}

/** At this time of the chaos phase, in ms, whatever became of the blows before. */
export const at = (
  atMs: number,
  fault: FaultSpec,
  target: Target,
  { jitterMs = 500 }: Jitter = {},
): Blow => ({ when: { atMs }, jitterMs, fault, target });

/**
 * As soon as every blow listed before it is healed, every answer was good and redundancy full for the
 * stability window: as it was before the first one. What it costs is its own, then. Where that is not so
 * within `withinMs` (60 s), it does not fall, and the run can't pass.
 */
export const afterRecovery = (
  fault: FaultSpec,
  target: Target,
  { withinMs = 60_000, jitterMs = 500 }: Jitter & { readonly withinMs?: number } = {},
): Blow => ({ when: { recoveredWithinMs: withinMs }, jitterMs, fault, target });
