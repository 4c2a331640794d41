import { aboutOf, claimIn, keyOf } from './claims.ts';
import { FEWEST_PAIRS } from './plan.ts';
import type { Claim, GateTrial } from './trial.ts';
import { breaking } from './violations.ts';

/** An expectation that was not, or not often enough, seen to hold under the candidate. */
export interface Unshown {
  readonly scenario: string;
  /** A sentence. */
  readonly why: string;
}

/** Expectations that did not hold beyond doubt in as many runs of the candidate as it takes. */
export function unshownClaims(trials: readonly GateTrial[], scenario: string): readonly Unshown[] {
  const all = trials.filter((trial) => trial.scenario === scenario);
  const own = all.filter(({ arm }) => arm === 'candidate');
  const unshown = (why: string): Unshown => ({ scenario, why: `${scenario} ${why}` });
  if (own.length < FEWEST_PAIRS) {
    return [unshown(`had ${runsOf(own)}, and ${FEWEST_PAIRS} are the fewest that show anything`)];
  }
  const claims = new Map(own.flatMap((trial) => trial.claims).map((one) => [keyOf(one), one]));
  if (claims.size === 0) return [unshown('expects nothing that could be shown')];
  return [...claims.values()].flatMap((claim) => {
    const why = whyUnshown(claim, own, all);
    return why === undefined ? [] : [unshown(`${aboutOf(claim)}its bound ${why}`)];
  });
}

function whyUnshown(
  claim: Claim,
  own: readonly GateTrial[],
  all: readonly GateTrial[],
): string | undefined {
  const [broken, before] = [breaking(all, 'candidate', claim), breaking(all, 'baseline', claim)];
  if (broken.length > before.length) {
    return `was broken in ${broken.length} of ${runsOf(own)}, and in ${before.length} of the baseline: too seldom to be told from chance`;
  }
  const seen = own.flatMap((trial) => claimIn(trial, claim) ?? []);
  const held = seen.filter(({ verdict }) => verdict === 'pass').length;
  if (held >= FEWEST_PAIRS) return undefined;
  const why = seen.find(({ verdict }) => verdict === 'unknown')?.because ?? 'it was not judged';
  return `was seen to hold in ${held} of ${runsOf(own)}: ${why}`;
}

const runsOf = ({ length }: readonly GateTrial[]): string =>
  `${length} ${length === 1 ? 'run' : 'runs'} of the candidate`;
