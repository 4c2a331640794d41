import type { Clock } from '../core/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { FaultContext } from '../core/fault.ts';
import type { Proof, Recorder } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';
import type { Cluster } from '../core/platform.ts';
import type { Progress } from '../core/progress.ts';
import type { Random } from '../core/random.ts';
import type { Service } from '../core/service.ts';
import type { Observation } from '../core/system.ts';
import { describeTarget, resolveTarget, type Target } from '../core/target.ts';
import type { Timeline } from '../core/timeline.ts';
import type { UndoStack } from '../core/undo.ts';
import type { CheckedBlow } from './check-schedule.ts';

export interface SaboteurOptions {
  readonly run: string;
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly random: Random;
  readonly cluster: Cluster;
  /** What the machines last said of themselves, at the moment of asking. */
  readonly observations: () => ReadonlyMap<string, Observation>;
  readonly undo: UndoStack;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Carries a schedule out: each blow at its time, proven, healed after its time, and proven again.
 * Resolves when all are healed. Blows may overlap. When one of them breaks the harness, the others
 * are waited for, so that nothing is done any more while everything is undone.
 */
export async function sabotage(
  schedule: readonly CheckedBlow[],
  options: SaboteurOptions,
): Promise<void> {
  const startedAt = options.clock.now();
  const failing = new AbortController();
  const signal = AbortSignal.any([failing.signal, ...(options.signal ? [options.signal] : [])]);
  const timed = schedule.map((checked, index) => {
    const { atMs, jitterMs } = checked.blow;
    return { checked, index, due: startedAt + atMs + jitterMs * options.random.next() };
  });
  const struck = await Promise.allSettled(
    timed.map(({ checked, index, due }) =>
      strike(checked, index, due, { ...options, signal }).catch((error: unknown) => {
        failing.abort(error);
        throw error;
      }),
    ),
  );
  for (const result of struck) if (result.status === 'rejected') throw failing.signal.reason;
}

async function strike(
  checked: CheckedBlow,
  index: number,
  due: number,
  options: SaboteurOptions,
): Promise<void> {
  const { clock, random, cluster, observations, signal } = options;
  await clock.sleep(due - clock.now(), signal);
  const { target } = checked.blow;
  const names = cluster.machines.map(({ name }) => name);
  const steps = resolveTarget(target, { machines: names, observations: observations(), random });
  if (target.order.order === 'together') {
    const [chosen = []] = steps;
    return hit(checked, { index, step: undefined, chosen }, options);
  }
  if (steps.length === 0) return hit(checked, { index, step: undefined, chosen: [] }, options);
  const { order } = target;
  const under: Promise<void>[] = [];
  const startedAt = clock.now();
  for (const [step, chosen] of steps.entries()) {
    const hitting = hit(checked, { index, step, chosen }, options);
    if (order.order === 'rolling') await hitting;
    else if (order.order === 'staggered') {
      hitting.catch(() => 'told by the wait for all of them');
      under.push(hitting);
      if (step + 1 < steps.length) {
        await clock.sleep(startedAt + (step + 1) * order.everyMs - clock.now(), signal);
      }
    }
  }
  await Promise.all(under);
}

interface Hit {
  readonly index: number;
  /** Undefined where all machines are met at once. */
  readonly step: number | undefined;
  /** Names of the machines. */
  readonly chosen: readonly string[];
}

/** One harm, from its journal entry to the proof that it is over. */
async function hit(
  { blow, fault }: CheckedBlow,
  { index, step, chosen }: Hit,
  options: SaboteurOptions,
): Promise<void> {
  const { run, clock, timeline, recorder, progress, cluster, undo, signal } = options;
  const { target, fault: spec } = blow;
  const place = step === undefined ? { index } : { index, step };
  const id = `${run}_${index}${step === undefined ? '' : `_${step}`}`;
  const all = contextOf(target, chosen, { id, clock, cluster });
  const meant = all.services.map(nameOf);
  recorder.record({
    t: timeline.now(),
    type: 'blow',
    ...place,
    fault: spec.kind,
    settings: { ...spec.settings },
    target: describeTarget(target),
    machines: all.machines.map(({ name }) => name),
    ...(target.service === undefined ? {} : { services: meant }),
  });
  if (all.machines.length === 0) return;
  const idle = fault.befalls === 'services' ? await idleAmong(all.services) : [];
  const context = { ...all, services: all.services.filter((service) => !idle.includes(service)) };
  if (context.services.length === 0 && idle.length > 0) {
    const proofs = idle.map(proofOfIdleness);
    recorder.record({ t: timeline.now(), type: 'injected', ...place, uncertaintyMs: 0, proofs });
    return;
  }
  const whom = (target.service === undefined ? chosen : meant).join(', ');
  progress(`${spec.kind} at ${whom}`);
  cluster.journal.begin({ id, fault: spec, machines: chosen, services: meant });
  const heal = undo.defer(`${spec.kind} at ${whom}`, () => fault.heal(context));
  const harm = await fault.inject(context);
  recorder.record({
    t: timeline.at(harm.at),
    type: 'injected',
    ...place,
    uncertaintyMs: harm.uncertaintyMs,
    proofs: [...idle.map(proofOfIdleness), ...(await looked(() => harm.prove()))],
  });
  await clock.sleep(harm.at + spec.lastsMs - clock.now(), signal);
  await heal();
  cluster.journal.finish(id);
  const healedAt = timeline.now();
  progress(`${spec.kind} at ${whom} healed`);
  const proofs = [...(await looked(() => harm.proveHealed()))];
  recorder.record({ t: healedAt, type: 'healed', ...place, proofs });
}

const nameOf = ({ machine, name }: Service): string => `${machine}/${name}`;

/** Services that do not run, by another blow or their own fault: no harm can be done to those. */
async function idleAmong(services: readonly Service[]): Promise<readonly Service[]> {
  const states = await Promise.all(services.map((service) => service.state()));
  return services.filter((_, index) => states[index]?.running === false);
}

const proofOfIdleness = (service: Service): Proof => ({
  claim: `${nameOf(service)} ran, so that there was something to harm`,
  vantage: 'engine',
  observed: 'it did not run',
  holds: false,
});

/** Targets with something to harm on them; a machine without the service that is meant is none. */
function contextOf(
  { service }: Target,
  chosen: readonly string[],
  { id, clock, cluster }: Pick<FaultContext, 'id' | 'clock'> & { readonly cluster: Cluster },
): FaultContext {
  const servicesOn = (machine: Machine) =>
    machine.services.filter(({ name }) => service === undefined || name === service);
  const isTarget = (machine: Machine) =>
    chosen.includes(machine.name) && servicesOn(machine).length > 0;
  const machines = cluster.machines.filter(isTarget);
  return {
    id,
    clock,
    machines,
    others: cluster.machines.filter((machine) => !isTarget(machine)),
    services: machines.flatMap(servicesOn),
    clients: cluster.clients,
  };
}

/** What can't be looked at is not proven; it does not break the harness. */
async function looked(look: () => Promise<readonly Proof[]>): Promise<readonly Proof[]> {
  return look().catch((error: unknown) => {
    if (error instanceof HarnessError) throw error;
    const observed = `could not be looked at: ${messageOf(error)}`;
    return [{ claim: 'it is as the fault claims', vantage: 'harness', observed, holds: false }];
  });
}
