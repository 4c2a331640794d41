import type { Clock } from '../core/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { FaultContext } from '../core/fault.ts';
import type { Proof, Recorder } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';
import type { Cluster } from '../core/platform.ts';
import type { Progress } from '../core/progress.ts';
import type { Random } from '../core/random.ts';
import type { Service } from '../core/service.ts';
import { type Candidates, describeTarget, resolveTarget, type Target } from '../core/target.ts';
import type { Timeline } from '../core/timeline.ts';
import type { UndoStack } from '../core/undo.ts';
import type { CheckedBlow } from './check-schedule.ts';

export interface StrikeOptions {
  readonly run: string;
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly random: Random;
  readonly cluster: Cluster;
  /** What each system's machines last said of themselves, at the moment of asking. */
  readonly observations: () => Candidates['observations'];
  readonly undo: UndoStack;
  readonly signal?: AbortSignal | undefined;
  /** Ends the harm before its time: it is cured, and proven to be over, as at its end. */
  readonly cure?: AbortSignal | undefined;
}

/** Names of the machines that are met, step by step; empty where nobody matches. */
export type Steps = readonly (readonly string[])[];

/** Whom a target means now. */
export const whomNow = (
  target: Target,
  { cluster, observations, random }: Pick<StrikeOptions, 'cluster' | 'observations' | 'random'>,
): Steps =>
  resolveTarget(target, {
    machines: cluster.machines.map(({ name }) => name),
    observations: observations(),
    random,
  });

/** Carries one blow out, from its first harm to the proof that the last one is over. */
export async function strike(
  checked: CheckedBlow,
  index: number,
  steps: Steps,
  options: StrikeOptions,
): Promise<void> {
  const { clock, cure } = options;
  const { order } = checked.blow.target;
  if (order.order === 'together') {
    const [chosen = []] = steps;
    return hit(checked, { index, step: undefined, chosen }, options);
  }
  if (steps.length === 0) return hit(checked, { index, step: undefined, chosen: [] }, options);
  const under: Promise<void>[] = [];
  const startedAt = clock.now();
  for (const [step, chosen] of steps.entries()) {
    if (cure?.aborted === true) break;
    const hitting = hit(checked, { index, step, chosen }, options);
    if (order.order === 'rolling') await hitting;
    else if (order.order === 'staggered') {
      hitting.catch(() => 'told by the wait for all of them');
      under.push(hitting);
      if (step + 1 < steps.length) {
        await untilCured(startedAt + (step + 1) * order.everyMs - clock.now(), options);
      }
    }
  }
  await Promise.all(under);
}

/** Until so much time has passed, or somebody wants the harm to end. */
async function untilCured(
  ms: number,
  { clock, signal, cure }: Pick<StrikeOptions, 'clock' | 'signal' | 'cure'>,
): Promise<void> {
  if (cure === undefined) return clock.sleep(ms, signal);
  const either = AbortSignal.any([cure, ...(signal === undefined ? [] : [signal])]);
  await clock.sleep(ms, either).catch((error: unknown) => {
    if (signal?.aborted === true || !cure.aborted) throw error;
  });
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
  options: StrikeOptions,
): Promise<void> {
  const { run, clock, timeline, recorder, progress, cluster, undo } = options;
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
  await cluster.journal.begin({ id, fault: spec, machines: chosen, services: meant });
  const heal = undo.defer(`${spec.kind} at ${whom}`, async () => {
    await fault.heal(context);
    await cluster.journal.finish(id);
  });
  const harm = await fault.inject(context).catch(async (error: unknown) => {
    // A run ends here, and undoes everything. By hand it goes on, without half a harm; a cure that
    // fails is tried again, and told, in the end.
    if (options.cure !== undefined) await heal().catch(() => 'still to be done');
    throw error;
  });
  recorder.record({
    t: timeline.at(harm.at),
    type: 'injected',
    ...place,
    uncertaintyMs: harm.uncertaintyMs,
    ...(harm.orderedAt === undefined ? {} : { orderedAt: timeline.at(harm.orderedAt) }),
    proofs: [...idle.map(proofOfIdleness), ...(await looked(() => harm.prove()))],
  });
  await untilCured(harm.at + spec.lastsMs - clock.now(), options);
  await heal();
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
