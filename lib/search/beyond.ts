import { all, majority } from '../core/target.ts';
import {
  between,
  cuttingPower,
  isolating,
  killing,
  oneMachine,
  pausing,
  together,
} from './moves.ts';
import type { SurvivalPromise } from './promise.ts';

const further = [
  killing(oneMachine, between(1, 12)),
  pausing(oneMachine, between(1, 15)),
  cuttingPower(oneMachine, between(1, 12)),
  isolating(oneMachine, between(1, 20)),
  killing(together(majority()), between(1, 12)),
  pausing(together(majority()), between(1, 15)),
  cuttingPower(together(all()), between(1, 8)),
];

/** The same topology with all machines at risk at once, and harms that it promises nothing for. */
export const beyond = (promise: SurvivalPromise): SurvivalPromise => ({
  ...promise,
  atOnce: promise.machines.length,
  moves: [...promise.moves, ...further],
  without: [],
});
