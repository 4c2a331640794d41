import { allEnded } from '../../core/all-ended.ts';
import type { Look } from '../../core/eventually.ts';
import {
  servicesOf,
  startUnlessRunning,
  stopIfRunning,
  untilAccepts,
  untilRedundant,
  whileRunning,
} from '../../core/forming.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import type { Service } from '../../core/service.ts';
import type { FormOptions, Observation, Redundancy } from '../../core/system.ts';
import { CLUSTERCHECK, GALERA, PEER_PORT } from './port.ts';
import { areSynced, watchGalera } from './watch.ts';

const FORM_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/**
 * Starts what is not running: all at once where none has ever run (images/galera/galera-node waits
 * for its turn), else one after another. Nodes that start in the very same moment each found a group
 * of their own, and one that meets others amid a change of view waits for evs.install_timeout: both
 * take 7.5 s. So each waits until the one before listens to its peers, and is counted by them.
 */
export async function formGalera(
  machines: readonly Machine[],
  options: FormOptions,
): Promise<void> {
  const services = machines.map((machine) => serviceOf(machine, GALERA));
  if (await noneHasRun(services)) await allEnded(services.map((service) => service.start()));
  for (const service of services) {
    if ((await service.state()).running) continue;
    await service.start();
    await untilAccepts(service, PEER_PORT, {
      ...options,
      everyMs: 20,
      withinMs: FORM_WITHIN_MS,
    });
    await untilCounted(service, machines, options);
  }
  await allEnded(checksOf(machines).map(startUnlessRunning));
  options.progress(`waiting for ${machines.length} nodes to be synced`);
  await untilRedundant(
    `${machines.length} Galera nodes are synced`,
    machines,
    { watch: watchGalera, redundancy: nodesInSync },
    { ...options, services, withinMs: FORM_WITHIN_MS },
  );
}

/**
 * Waits until a node that has been started is among the members of which the others know. Where none
 * of them serves there is nothing to wait for: they restore the view that they saved when all are up.
 */
async function untilCounted(
  started: Service,
  machines: readonly Machine[],
  options: FormOptions,
): Promise<void> {
  await using cleanUp = new AsyncDisposableStack();
  const others = machines.filter(({ name }) => name !== started.machine);
  const watchers = others.map((machine) => cleanUp.use(watchGalera(machine, machines)));
  await whileRunning(
    `${started.machine} is counted by its peers`,
    async (): Promise<Look<true>> => {
      const seen = await Promise.all(watchers.map((watcher) => watcher.observe()));
      const serving = seen.filter(({ role }) => role === 'primary');
      const counted = serving.every(({ members }) => members.includes(started.machine));
      return counted ? { done: true } : { state: `members: ${serving[0]?.members.join(', ')}` };
    },
    { ...options, services: [started], everyMs: 50, withinMs: FORM_WITHIN_MS },
  );
}

async function noneHasRun(services: readonly Service[]): Promise<boolean> {
  const states = await Promise.all(services.map((service) => service.state()));
  return states.every(({ running, exitCode }) => !running && exitCode === undefined);
}

/** In reverse, so that the first node leaves last and may bootstrap the next time. */
export async function stopGalera(
  machines: readonly Machine[],
  { progress }: FormOptions,
): Promise<void> {
  await allEnded(checksOf(machines).map((service) => stopIfRunning(service, STOP_WITHIN_MS)));
  for (const machine of machines.toReversed()) {
    const service = serviceOf(machine, GALERA);
    if (!(await service.state()).running) continue;
    progress(`stopping ${machine.name}`);
    await service.stop({ withinMs: STOP_WITHIN_MS });
  }
}

const checksOf = (machines: readonly Machine[]): readonly Service[] =>
  servicesOf(machines, GALERA, [CLUSTERCHECK]);

/** Of the nodes alone: arbitrators come after them. */
function nodesInSync(observations: ReadonlyMap<string, Observation>): Redundancy {
  const words = [...observations].map(([name, { reachable, state }]) =>
    reachable ? `${name}: ${state['state']}, cluster of ${state['size']}` : `${name}: no answer`,
  );
  return { full: areSynced(observations), detail: words.join('; ') };
}
