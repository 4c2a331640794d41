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
 * for its turn), else one after another, each when the one before it is synced. Nodes that start in the
 * very same moment each found a group of their own, and one that meets others amid a change of view
 * waits for evs.install_timeout: both take 7.5 s. And one that comes while another still receives its
 * state may be sent its own by that one, which lacks the view that both came with: "IST didn't contain
 * all write sets", and the node stays away until somebody restarts it.
 */
export async function formGalera(
  machines: readonly Machine[],
  options: FormOptions,
): Promise<void> {
  const services = machines.map((machine) => serviceOf(machine, GALERA));
  const before = await Promise.all(services.map((service) => service.state()));
  const stoppedWith = (code: number | undefined) =>
    before.every(({ running, exitCode }) => !running && exitCode === code);
  if (stoppedWith(undefined)) await allEnded(services.map((service) => service.start()));
  // Then the first has left last, and is a cluster by itself.
  const firstBootstraps = stoppedWith(0);
  for (const [index, service] of services.entries()) {
    if ((await service.state()).running) continue;
    await service.start();
    await untilAccepts(service, PEER_PORT, {
      ...options,
      everyMs: 20,
      withinMs: FORM_WITHIN_MS,
    });
    await untilSynced(service, machines, firstBootstraps && index === 0, options);
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
 * Waits until a node that has been started is synced with the others. Where these are no cluster, and it
 * bootstraps none, there is nothing to wait for: they restore the view that they saved when all are up.
 */
async function untilSynced(
  started: Service,
  machines: readonly Machine[],
  bootstraps: boolean,
  options: FormOptions,
): Promise<void> {
  await using cleanUp = new AsyncDisposableStack();
  const watchers = machines.map((machine) => cleanUp.use(watchGalera(machine, machines)));
  await whileRunning(
    `${started.machine} is synced`,
    async (): Promise<Look<true>> => {
      const seen = await Promise.all(watchers.map((watcher) => watcher.observe()));
      const own = seen[machines.findIndex(({ name }) => name === started.machine)];
      // A donor serves nobody for a while, but is in the primary component all the same.
      const isCluster = seen.some((one) => one !== own && one.state['status'] === 'Primary');
      if (own?.role === 'primary' || !(isCluster || bootstraps)) return { done: true };
      return { state: own?.reachable === true ? `${own.state['state']}` : 'no answer' };
    },
    { ...options, services: [started], everyMs: 50, withinMs: FORM_WITHIN_MS },
  );
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
