import { monotonicClock } from '../core/clock.ts';
import type { Machine } from '../core/machine.ts';
import { helperRun } from '../engine/labels.ts';
import { repeated, type Timing, timingOf } from './median.ts';

/** From the order for a network rule until it is in force for certain, at one machine. */
export async function ruleLatency(machine: Machine, repeats: number): Promise<Timing> {
  const { network } = machine;
  const times = await repeated(repeats, async () => {
    const name = helperRun('bench').run;
    await using cure = new AsyncDisposableStack();
    cure.defer(() => network.lift(name).then(() => undefined));
    const orderedAt = monotonicClock.now();
    const { at, uncertaintyMs } = await network.impose(name, { kind: 'silence' });
    return at + uncertaintyMs - orderedAt;
  });
  return timingOf(times);
}
