import { monotonicClock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import type { Machine } from '../core/machine.ts';
import type { ImposeOptions } from '../core/network.ts';
import { helperRun } from '../engine/labels.ts';
import { atOnce } from '../faults/blow-time.ts';
import { repeated, type Timing, timingOf } from './median.ts';

/** How far apart a network rule comes into force on several machines that are met at once. */
export async function ruleSkew(machines: readonly Machine[], repeats: number): Promise<Timing> {
  const spreads = await repeated(repeats, async () => {
    const name = helperRun('bench').run;
    await using cure = new AsyncDisposableStack();
    cure.defer(() => each(machines, ({ network }) => network.lift(name)));
    return await spreadOf(machines, ({ network }, when) =>
      network.impose(name, { kind: 'silence' }, when),
    );
  });
  return timingOf(spreads);
}

/** How far apart several machines that lose power at once fall silent. */
export async function powerSkew(machines: readonly Machine[], repeats: number): Promise<Timing> {
  const spreads = await repeated(repeats, async () => {
    await using cure = new AsyncDisposableStack();
    cure.defer(() => each(machines, (machine) => machine.powerOn()));
    return await spreadOf(machines, (machine, when) => machine.powerOff(when));
  });
  return timingOf(spreads);
}

async function each(
  machines: readonly Machine[],
  act: (machine: Machine) => Promise<unknown>,
): Promise<void> {
  await Promise.all(machines.map(act));
}

/** From the earliest that the first may have been until the latest that the last may have been. */
async function spreadOf(
  machines: readonly Machine[],
  act: (machine: Machine, when: ImposeOptions) => Promise<Instant>,
): Promise<number> {
  const instants: Instant[] = [];
  await atOnce(machines, monotonicClock, async (machine, when) => {
    const instant = await act(machine, when);
    instants.push(instant);
    return instant;
  });
  const first = Math.min(...instants.map(({ at, uncertaintyMs }) => at - uncertaintyMs));
  const last = Math.max(...instants.map(({ at, uncertaintyMs }) => at + uncertaintyMs));
  return last - first;
}
