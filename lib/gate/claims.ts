import { formatSubject } from '../core/format-subject.ts';
import type { Subject } from '../core/measure.ts';
import type { Claim, GateTrial, TrialFinding } from './trial.ts';

type About = Pick<TrialFinding, 'measure' | 'subject'>;

/** What something is about, as the beginning of a sentence; empty for a whole run. */
export function aboutOf({ subject }: { readonly subject: Subject }): string {
  const words = formatSubject(subject);
  return words === '' ? '' : `${words}: `;
}

/** Whether two are about the same. */
export const isSame = (one: About, other: About): boolean => labelOf(one) === labelOf(other);

/** `rto.all of set, blow 1`. */
export const labelOf = ({ measure, subject }: About): string =>
  `${measure.name} of ${formatSubject(subject) || 'the run'}`;

/** The same expectation in another run. */
export const claimIn = ({ claims }: GateTrial, claim: Claim): Claim | undefined =>
  claims.find((one) => keyOf(one) === keyOf(claim));

/** By which expectations are told apart. */
export const keyOf = (claim: Claim): string => `${labelOf(claim)} ${claim.atMost}`;
