import type { Mutation } from './mutation.ts';
import type { MutationResult } from './mutation-result.ts';

/**
 * `caught` and `passed` are as it should be. `missed`: the gate passed a harmful change; `mistaken`: it
 * failed one for another reason than it must, or failed a harmless one; `open`: it could not tell.
 */
export type Outcome = 'caught' | 'missed' | 'passed' | 'mistaken' | 'open' | 'not run';

export interface CatchRow {
  readonly mutation: Mutation;
  readonly outcome: Outcome;
  /** Undefined where it was not run, or not as it is now. */
  readonly result: MutationResult | undefined;
}

export interface CatchTable {
  readonly rows: readonly CatchRow[];
  readonly harmful: Tally;
  readonly harmless: Tally;
}

export interface Tally {
  readonly all: number;
  readonly right: number;
  readonly wrong: number;
  readonly open: number;
  readonly notRun: number;
}

export interface HeldMutation {
  readonly mutation: Mutation;
  /** Of what its runs are made of now. */
  readonly digest: string;
}

/**
 * Each mutation with what was measured of it last; a pure function of what is kept. What was measured of
 * other files, scenarios or bounds than there are now counts as not run.
 */
export function catchTable(
  held: readonly HeldMutation[],
  results: readonly MutationResult[],
): CatchTable {
  const rows = held.map(({ mutation, digest }): CatchRow => {
    const own = results.filter((one) => one.mutation === mutation.name && one.digest === digest);
    const result = own.findLast(isSettled) ?? own.at(-1);
    return { mutation, result, outcome: outcomeOf(mutation, result) };
  });
  const of = (effect: Mutation['effect']) =>
    tally(rows.filter(({ mutation }) => mutation.effect === effect));
  return { rows, harmful: of('harmful'), harmless: of('harmless') };
}

/** Whether running it again would be for nothing. */
export const isSettled = ({ verdict }: Pick<MutationResult, 'verdict'>): boolean =>
  verdict === 'pass' || verdict === 'fail';

/** By the gate's verdict and what it rests on, never by what was foretold. */
export function outcomeOf(mutation: Mutation, result: MutationResult | undefined): Outcome {
  if (result === undefined) return 'not run';
  if (!isSettled(result)) return 'open';
  if (mutation.effect === 'harmless') return result.verdict === 'pass' ? 'passed' : 'mistaken';
  if (result.verdict === 'pass') return 'missed';
  const isMeant = result.against.some((measure) => mutation.caughtBy.includes(measure));
  return isMeant ? 'caught' : 'mistaken';
}

function tally(rows: readonly CatchRow[]): Tally {
  const count = (...outcomes: readonly Outcome[]) =>
    rows.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    all: rows.length,
    right: count('caught', 'passed'),
    wrong: count('missed', 'mistaken'),
    open: count('open'),
    notRun: count('not run'),
  };
}
