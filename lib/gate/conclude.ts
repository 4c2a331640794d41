import { labelOf } from './claims.ts';
import type { Comparison } from './comparison.ts';
import type { Conclusion, GateJudgement } from './gate-judgement.ts';
import { type Enough, enoughPairs } from './more-pairs.ts';

interface Concluding {
  readonly shared: Parameters<typeof enoughPairs>[1];
  readonly isOver: boolean;
}

/** One verdict of what was compared: pass only where nothing is worse, and everything was shown. */
export function conclude(
  {
    comparisons,
    rates,
    unshown,
    pairs,
  }: Pick<GateJudgement, 'comparisons' | 'rates' | 'unshown' | 'pairs'>,
  { shared, isOver }: Concluding,
): Conclusion & Pick<GateJudgement, 'isSure' | 'enough'> {
  const sure = { isSure: true, enough: undefined, evidence: [] };
  const worse = comparisons.find(({ verdict }) => verdict === 'worse');
  if (worse !== undefined) {
    const because = `${named(worse)} takes longer under the candidate, by more than the margin`;
    return { ...sure, kind: 'fail', because, next: NEXT_WORSE };
  }
  const oftener = rates.find(({ verdict }) => verdict === 'more often');
  if (oftener !== undefined) {
    const { baseline, candidate } = oftener.of;
    const because = `${named(oftener)} is found in ${candidate.events} of ${candidate.n} runs under the candidate, and in ${baseline.events} of ${baseline.n} under the baseline`;
    return { ...sure, kind: 'fail', because, next: NEXT_WORSE };
  }
  const open = comparisons.filter(({ isClaimed, verdict }) => isClaimed && verdict === 'open');
  const [first] = unshown;
  if (open.length === 0 && first === undefined) {
    const because = `every expectation held under the candidate in ${pairs} pairs of runs, and no recovery time is worse by more than the margin`;
    return { ...sure, kind: 'pass', because, next: 'Nothing more to do.' };
  }
  const enough = isOver ? mostOf(open.map((one) => enoughPairs(one, shared))) : undefined;
  const [one] = open;
  return {
    kind: 'unknown',
    isSure: false,
    evidence: [],
    enough,
    because:
      one === undefined
        ? (first?.why ?? '')
        : `${counted(pairs)} can't tell whether ${named(one)} is worse by more than the margin${open.length > 1 ? `, and ${open.length - 1} more` : ''}`,
    next: nextFor(enough, pairs),
  };
}

const counted = (pairs: number): string =>
  pairs === 1 ? 'one pair of runs' : `${pairs} pairs of runs`;

const NEXT_WORSE = 'See which knob moves it, above; or allow more with --margin.';

function nextFor(enough: Enough | undefined, pairs: number): string {
  if (enough === undefined)
    return `Run more pairs than ${pairs}: --trials ${Math.max(10, pairs + 1)}.`;
  if (enough.pairs !== undefined)
    return `About ${enough.pairs} pairs would be enough: --trials ${enough.pairs}.`;
  return 'The difference is about as large as the margin: more runs will hardly tell. Decide with --margin what counts.';
}

/** What the hardest of them needs. */
function mostOf(all: readonly (Enough | undefined)[]): Enough | undefined {
  const known = all.filter((one) => one !== undefined);
  if (known.length < all.length || known.length === 0) return undefined;
  const pairs = known.map((one) => one.pairs);
  return pairs.some((one) => one === undefined)
    ? { pairs: undefined }
    : { pairs: Math.max(...pairs.map((one) => one ?? 0)) };
}

const named = (one: Pick<Comparison, 'scenario' | 'measure' | 'subject'>): string =>
  `${labelOf(one)} (${one.scenario})`;
