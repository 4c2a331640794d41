import { monotonicClock } from '../core/clock.ts';
import { runLabels } from '../engine/labels.ts';
import { thisProcess } from '../engine/owner.ts';

/** A name that no other measurement has: what it makes is found by it, and removed. */
export const newRunName = (): string =>
  `bench-${process.pid}-${Math.round(monotonicClock.now()).toString(36)}`;

/** So that the next command removes what a bench left that was killed. */
export const benchLabels = (run: string): Readonly<Record<string, string>> =>
  runLabels({ run, owner: thisProcess(), keep: 'no' });
