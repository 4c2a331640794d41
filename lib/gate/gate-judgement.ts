import type { Comparison } from './comparison.ts';
import type { Enough } from './more-pairs.ts';
import type { Rate } from './rate.ts';
import type { GateTrial } from './trial.ts';
import type { Unshown } from './unshown-claims.ts';

export type GateVerdict = 'pass' | 'fail' | 'unknown' | 'error';

/** What all runs so far say of the candidate. */
export interface GateJudgement {
  readonly kind: GateVerdict;
  /** Why, in a sentence. */
  readonly because: string;
  /** What a person should do next. */
  readonly next: string;
  /** Whether further runs can't change it. */
  readonly isSure: boolean;
  /** The runs that it rests on, where single ones decide. */
  readonly evidence: readonly Evidence[];
  readonly comparisons: readonly Comparison[];
  readonly rates: readonly Rate[];
  /** Expectations that were never, or too seldom, seen to hold under the candidate. */
  readonly unshown: readonly Unshown[];
  /** The scenarios that further runs may still say something of. */
  readonly open: readonly string[];
  /** Pairs of which both runs are over, of the scenario that has the fewest. */
  readonly pairs: number;
  /** How many would probably have been enough, where the verdict is open. */
  readonly enough: Enough | undefined;
}

/** A run that decides by itself. */
export interface Evidence {
  readonly trial: GateTrial;
  readonly words: string;
}

/** The verdict and what to do about it. */
export type Conclusion = Pick<GateJudgement, 'kind' | 'because' | 'next' | 'evidence'>;
