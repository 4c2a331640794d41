import type { Clock } from '../core/clock.ts';
import type { Fault } from '../core/fault.ts';
import type { Recorder } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';
import type { Progress } from '../core/progress.ts';
import type { Random } from '../core/random.ts';
import type { Blow } from '../core/schedule.ts';
import type { Observation } from '../core/system.ts';
import { describeTarget, resolveTarget } from '../core/target.ts';
import type { Timeline } from '../core/timeline.ts';
import type { UndoStack } from '../core/undo.ts';

export interface SaboteurOptions {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly random: Random;
  readonly faults: readonly Fault[];
  readonly machines: readonly Machine[];
  /** What the machines last said of themselves, at the moment of asking. */
  readonly observations: () => ReadonlyMap<string, Observation>;
  readonly undo: UndoStack;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Carries a schedule out: each blow at its time, proven, healed after its time, and proven again.
 * Resolves when all are healed. Blows may overlap.
 */
export async function sabotage(schedule: readonly Blow[], options: SaboteurOptions): Promise<void> {
  const startedAt = options.clock.now();
  const timed = schedule.map((blow, index) => {
    const { atMs, jitterMs } = blow;
    return { blow, index, due: startedAt + atMs + jitterMs * options.random.next() };
  });
  await Promise.all(timed.map(({ blow, index, due }) => strike(blow, index, due, options)));
}

async function strike(
  { fault: spec, target }: Blow,
  index: number,
  due: number,
  options: SaboteurOptions,
): Promise<void> {
  const { clock, timeline, recorder, progress, random, machines, observations, undo, signal } =
    options;
  await clock.sleep(due - clock.now(), signal);
  const chosen = resolveTarget(
    target,
    machines.map(({ name }) => name),
    observations(),
    random,
  );
  recorder.record({
    t: timeline.now(),
    type: 'blow',
    index,
    fault: spec.kind,
    settings: { ...spec.settings },
    target: describeTarget(target),
    machines: [...chosen],
  });
  if (chosen.length === 0) return;
  progress(`${spec.kind} at ${chosen.join(', ')}`);
  const harm = await faultNamed(spec.kind, options.faults).inject(
    {
      clock,
      undo,
      machines: machines.filter(({ name }) => chosen.includes(name)),
      others: machines.filter(({ name }) => !chosen.includes(name)),
    },
    spec,
  );
  recorder.record({
    t: timeline.at(harm.at),
    type: 'injected',
    index,
    uncertaintyMs: harm.uncertaintyMs,
    proofs: [...(await harm.prove())],
  });
  await clock.sleep(harm.at + spec.lastsMs - clock.now(), signal);
  await harm.heal();
  const healedAt = timeline.now();
  progress(`${spec.kind} at ${chosen.join(', ')} healed`);
  const proofs = [...(await harm.proveHealed())];
  recorder.record({ t: healedAt, type: 'healed', index, proofs });
}

function faultNamed(kind: string, faults: readonly Fault[]): Fault {
  const fault = faults.find((candidate) => candidate.kind === kind);
  if (fault === undefined) {
    const known = faults.map((candidate) => candidate.kind).join(', ');
    throw new RangeError(`no fault named ${kind}; there are ${known}`);
  }
  return fault;
}
