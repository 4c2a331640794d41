import { seconds } from '../core/duration.ts';
import { all } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import {
  noPhantoms,
  nothingDiverged,
  nothingLost,
  twoPrimaries,
} from '../measures/expectations.ts';
import { set } from '../workloads/set.ts';
import {
  between,
  cuttingPower,
  degrading,
  isolating,
  killing,
  oneMachine,
  pausing,
  stopping,
  together,
  whoIs,
} from './moves.ts';
import type { SurvivalPromise } from './promise.ts';

/** For tests: what a cluster of three promises, on machines of any platform. */
export const toyPromise = (topology: Topology): SurvivalPromise => ({
  topology,
  workloads: [set({ on: 'toy', readEvery: 99 })],
  machines: topology.machines.map(({ name }) => name),
  atOnce: Math.ceil(topology.machines.length / 2) - 1,
  moves: [
    killing(oneMachine, between(1, 6)),
    stopping(oneMachine, between(1, 6)),
    pausing(oneMachine, between(1, 6)),
    cuttingPower(oneMachine, between(1, 6)),
    isolating(oneMachine, between(1, 6)),
    degrading(oneMachine, between(2, 6)),
    killing(whoIs('primary'), between(1, 6)),
    cuttingPower(together(all()), between(1, 3)),
  ],
  expect: [nothingLost, noPhantoms, nothingDiverged, twoPrimaries.never],
  timing: { recoverWithinMs: seconds(20) },
  without: [],
});
