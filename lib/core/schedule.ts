import type { FaultSpec } from './fault.ts';
import type { Target } from './target.ts';

/** When, which fault, at whom. */
export interface Blow {
  /** After the begin of the chaos phase. */
  readonly atMs: number;
  /** Up to this much is added to `atMs`, by the seed: failures must not meet the system in step. */
  readonly jitterMs: number;
  readonly fault: FaultSpec;
  readonly target: Target;
}

/** A blow at this time of the chaos phase. */
export const at = (
  atMs: number,
  fault: FaultSpec,
  target: Target,
  { jitterMs = 500 }: { readonly jitterMs?: number } = {},
): Blow => ({ atMs, jitterMs, fault, target });
