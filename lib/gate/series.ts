import { formatSubject } from '../core/format-subject.ts';
import type { Arm } from './arms.ts';
import type { Series } from './comparison.ts';
import { comparedTimes, type GateTrial, type TrialFinding } from './trial.ts';

/** Every recovery time of one scenario that its runs have, with what each pair found. */
export const timesOf = (trials: readonly GateTrial[], scenario: string): readonly Series[] =>
  seriesOf(trials, scenario).filter(({ measure: { name }, isClaimed }) =>
    // What else it costs is compared where it is claimed: it is made of the same outages.
    name === 'longest-outage' ? isClaimed : comparedTimes.includes(name),
  );

/**
 * What must not happen at all, where it was looked for and no expectation says so already: one violation
 * of that is enough. How far back a loss goes is no second loss.
 */
export const countsOf = (trials: readonly GateTrial[], scenario: string): readonly Series[] =>
  seriesOf(trials, scenario).filter(
    ({ measure: { kind, name }, isClaimed }) => kind === 'safety' && name !== 'rpo' && !isClaimed,
  );

function seriesOf(trials: readonly GateTrial[], scenario: string): readonly Series[] {
  const own = trials.filter((trial) => trial.scenario === scenario);
  const found = own.flatMap(({ findings }) => findings);
  const claimed = new Set(own.flatMap(({ claims }) => claims).map(nameOf));
  const pairs = Math.max(0, ...own.map(({ pair }) => pair + 1));
  const distinct = new Map(found.map((one) => [nameOf(one), one]));
  return [...distinct].map(([name, { measure, subject }]) => {
    const of = (arm: Arm) =>
      Array.from({ length: pairs }, (_, pair) =>
        own
          .find((trial) => trial.arm === arm && trial.pair === pair)
          ?.findings.find((one) => nameOf(one) === name),
      );
    return {
      ...{ scenario, measure, subject },
      isClaimed: claimed.has(name),
      of: { baseline: of('baseline'), candidate: of('candidate') },
    };
  });
}

const nameOf = ({ measure, subject }: Pick<TrialFinding, 'measure' | 'subject'>): string =>
  `${measure.name} ${formatSubject(subject)}`;
