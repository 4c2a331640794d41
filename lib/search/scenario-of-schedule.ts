import { chaos } from '../core/chaos.ts';
import { seconds } from '../core/duration.ts';
import type { Scenario } from '../core/scenario.ts';
import { rto } from '../measures/expectations.ts';
import { describeMove } from './describe-move.ts';
import type { MadeSchedule } from './generate.ts';
import type { SurvivalPromise } from './promise.ts';

/** No configuration says how long several blows together may cost; what takes longer does not come back. */
const RECOVER_WITHIN_MS = seconds(90);

/** Less than the recording goes on, so that what never comes back is a violation, and not unknown. */
const SHORT_OF_END_MS = seconds(5);

/** A schedule as a scenario of its own: what the topology promises is what is expected, and that it comes back. */
export function scenarioOfSchedule(promise: SurvivalPromise, made: MadeSchedule): Scenario {
  const { topology, workloads, expect } = promise;
  const timing = { recoverWithinMs: RECOVER_WITHIN_MS, ...promise.timing };
  const comesBack = rto.all.atMost(timing.recoverWithinMs - SHORT_OF_END_MS);
  return chaos(`explore-${topology.name}-${made.seed}`, {
    title: `By chance: ${made.blows.map(({ move }) => describeMove(move)).join('; ')}`,
    topology,
    workloads,
    schedule: made.blows.map(({ blow }) => blow),
    expect: [...expect, comesBack],
    timing,
  });
}
