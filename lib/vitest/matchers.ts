import type { MatcherState } from 'vitest';
import { formatMs } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import type { Expectation } from '../core/history.ts';
import type { Verdict } from '../core/verdict.ts';
import {
  availability,
  noPhantoms,
  nothingLost,
  rto,
  twoPrimaries,
} from '../measures/expectations.ts';
import { explain, isStatement } from './explain.ts';
import { hold } from './hold.ts';
import { type Judged, judgedFrom } from './judged.ts';
import { meantBy, type RecoveryOptions } from './recovery.ts';

export type { RecoveryOptions };

/**
 * Claims about a run, on what `runScenario` or `judgeFile` resolves to. A run that is not evidence
 * enough (unknown, skipped, error) fails each of them and its `.not`, with the reason.
 */
export interface BlackstartMatchers<Result> {
  /** All that the scenario expects holds, beyond doubt. */
  toPass(): Result;
  /** Service came back at most so many ms after each blow: RTO, on a clock of DESIGN section 7. */
  toRecoverWithin(ms: number, options?: RecoveryOptions): Result;
  /** Every acknowledged write is on every node in the end. */
  toLoseNothing(): Result;
  /** Nothing is there in the end that failed or was never sent. */
  toHaveNoPhantoms(): Result;
  /** At no time did two machines act as primary. */
  toNeverHaveTwoPrimaries(): Result;
  /** At least so many percent of operations, since blows began, were answered in time. */
  toStayAvailable(percent: number): Result;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

type State = Pick<MatcherState, 'isNot'>;

/** For `expect.extend`. */
export const matchers = {
  toPass(this: State, received: unknown) {
    const judged = judgedFrom(received);
    return answer(this, judged, 'to pass', judged.report.verdict);
  },
  toRecoverWithin(this: State, received: unknown, ms: number, options: RecoveryOptions = {}) {
    demand(ms >= 0, 'a duration in ms', ms);
    const judged = judgedFrom(received);
    const expectation = rto[options.clock ?? 'all'].atMost(ms);
    const isMeant = meantBy(judged.report.history.header, options);
    const claim = `to recover within ${formatMs(ms)} (${expectation.measure})`;
    return answer(this, judged, claim, hold(judged.report, expectation, isMeant));
  },
  toLoseNothing(this: State, received: unknown) {
    return answerFor(this, received, 'to lose nothing', nothingLost);
  },
  toHaveNoPhantoms(this: State, received: unknown) {
    return answerFor(this, received, 'to have no phantoms', noPhantoms);
  },
  toNeverHaveTwoPrimaries(this: State, received: unknown) {
    return answerFor(this, received, 'to never have two primaries', twoPrimaries.never);
  },
  toStayAvailable(this: State, received: unknown, percent: number) {
    demand(percent >= 0 && percent <= 100, 'a share in percent, from 0 to 100', percent);
    const expectation = availability.atLeast(percent);
    return answerFor(this, received, `to stay available for ${percent} %`, expectation);
  },
};

/** A bound that no number can meet would make `.not` hold for whatever happened. */
function demand(holds: boolean, what: string, found: number): void {
  if (holds) return;
  throw new UsageError(`expected ${what}, found ${found}`, {
    hint: 'For example toRecoverWithin(seconds(8)), toStayAvailable(99.9).',
  });
}

function answerFor(
  state: State,
  received: unknown,
  claim: string,
  expectation: Expectation,
): MatcherResult {
  const judged = judgedFrom(received);
  return answer(state, judged, claim, hold(judged.report, expectation));
}

/** What proves nothing is the opposite of what is wanted, either way. */
function answer({ isNot }: State, judged: Judged, claim: string, verdict: Verdict): MatcherResult {
  return {
    pass: isStatement(verdict) ? verdict.kind === 'pass' : isNot,
    message: () => explain(judged, { claim, verdict, isNot }),
  };
}
