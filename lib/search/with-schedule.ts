import type { Scenario } from '../core/scenario.ts';
import type { Blow } from '../core/schedule.ts';

/** A blow, and which of the scenario's it was, from 0. */
export interface KeptBlow {
  readonly was: number;
  readonly blow: Blow;
}

/** The blows of a scenario as they are. */
export const blowsOf = ({ schedule }: Pick<Scenario, 'schedule'>): readonly KeptBlow[] =>
  schedule.map((blow, was) => ({ was, blow }));

/** The scenario with these blows alone. What is expected of one that is gone goes with it. */
export function withSchedule(scenario: Scenario, kept: readonly KeptBlow[]): Scenario {
  const positions = new Map(kept.map(({ was }, position) => [was, position]));
  return {
    ...scenario,
    schedule: kept.map(({ blow }) => blow),
    expect: scenario.expect.flatMap((expectation) => {
      if (expectation.blow === undefined) return [expectation];
      const blow = positions.get(expectation.blow);
      return blow === undefined ? [] : [{ ...expectation, blow }];
    }),
  };
}
