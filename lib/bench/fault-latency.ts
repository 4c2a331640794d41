import { monotonicClock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { AnyFault, BoundFault, FaultContext } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import type { Cluster } from '../core/platform.ts';
import { helperRun } from '../engine/labels.ts';
import type { FaultTrial } from './fault-trials.ts';
import { repeated, type Timing, timingOf } from './median.ts';
import { watchOrders } from './order-watch.ts';

export interface FaultLatency {
  readonly kind: string;
  /** From the fault's first order to a machine until the instant that it reports. */
  readonly fromOrder: Timing;
  /** How far off that instant may be, by the fault's own word. */
  readonly uncertainty: Timing;
  /** From the call of the fault: with what it looks at before it does harm. */
  readonly fromCall: Timing;
  /** What could not be proven, of any round. */
  readonly unproven: readonly Proof[];
  /** Why rounds came to nothing: they are in no time above. */
  readonly failed: readonly string[];
}

/** Does a fault to the second machine, as the saboteur does, until it is proven to be over. */
export async function faultLatency(
  fault: AnyFault,
  { settings, repeats }: FaultTrial,
  cluster: Cluster,
): Promise<FaultLatency> {
  const bound = fault.bind(settings);
  const results = await repeated(repeats, () => once(bound, cluster));
  const rounds = results.filter((result) => typeof result !== 'string');
  return {
    kind: fault.kind,
    fromOrder: timingOf(rounds.map(({ fromOrderMs }) => fromOrderMs)),
    uncertainty: timingOf(rounds.map(({ uncertaintyMs }) => uncertaintyMs)),
    fromCall: timingOf(rounds.map(({ fromCallMs }) => fromCallMs)),
    unproven: rounds.flatMap(({ unproven }) => unproven),
    failed: results.filter((result) => typeof result === 'string'),
  };
}

interface Round {
  readonly fromOrderMs: number;
  readonly uncertaintyMs: number;
  readonly fromCallMs: number;
  readonly unproven: readonly Proof[];
}

/** One harm and its cure; the reason where the harm could not be done. */
async function once(fault: BoundFault, cluster: Cluster): Promise<Round | string> {
  const orders = watchOrders(cluster.machines, monotonicClock);
  const context = contextOf(orders.machines, cluster);
  await using cure = new AsyncDisposableStack();
  cure.defer(() => fault.heal(context));
  const calledAt = monotonicClock.now();
  const harm = await fault.inject(context).catch(messageOf);
  if (typeof harm === 'string') return harm;
  const orderedAt = orders.orderedAt();
  if (orderedAt === undefined) throw new RangeError(`${fault.kind} gave no order to any machine`);
  const proofs = [...(await harm.prove())];
  await cure.disposeAsync();
  proofs.push(...(await harm.proveHealed()));
  return {
    fromOrderMs: harm.at - orderedAt,
    uncertaintyMs: harm.uncertaintyMs,
    fromCallMs: harm.at - calledAt,
    unproven: proofs.filter(({ holds }) => !holds),
  };
}

function contextOf(all: FaultContext['machines'], { clients }: Cluster): FaultContext {
  const machines = all.slice(1, 2);
  return {
    id: helperRun('bench').run,
    clock: monotonicClock,
    machines,
    others: all.filter((machine) => !machines.includes(machine)),
    services: machines.flatMap(({ services }) => services),
    clients,
  };
}
