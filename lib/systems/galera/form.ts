import { allEnded } from '../../core/all-ended.ts';
import { HarnessError } from '../../core/errors.ts';
import { eventually, type Look } from '../../core/eventually.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import type { Service } from '../../core/service.ts';
import type { FormOptions, Watcher } from '../../core/system.ts';
import { GALERA, PEER_PORT } from './port.ts';
import { galeraRedundancy, watchGalera } from './watch.ts';

const FORM_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/**
 * Starts what is not running: all at once where none has ever run (images/galera/galera-node waits
 * for its turn), else one as soon as the one before it listens to its peers. Nodes that start in
 * the very same moment each found a group of their own, and may then take more than 7.5 s
 * (evs.install_timeout) to merge.
 */
export async function formGalera(
  machines: readonly Machine[],
  { clock, progress, signal }: FormOptions,
): Promise<void> {
  const services = machines.map((machine) => serviceOf(machine, GALERA));
  if (await noneHasRun(services)) await allEnded(services.map((service) => service.start()));
  for (const service of services) {
    if ((await service.state()).running) continue;
    await service.start();
    await eventually(`${service.machine} listens to its peers`, () => listens(service), {
      clock,
      signal,
      everyMs: 20,
      withinMs: FORM_WITHIN_MS,
      hint: `See ${logName(service)} in the folder of this run.`,
    });
  }
  progress(`waiting for ${machines.length} nodes to be synced`);
  await using cleanUp = new AsyncDisposableStack();
  const watchers = machines.map((machine) => ({
    name: machine.name,
    watcher: cleanUp.use(watchGalera(machine, machines)),
  }));
  const look = async (): Promise<Look<true>> => {
    await Promise.all(services.map(assertRunning));
    return lookAt(watchers);
  };
  await eventually(`${machines.length} Galera nodes are synced`, look, {
    clock,
    signal,
    everyMs: 100,
    withinMs: FORM_WITHIN_MS,
    hint: `See ${services.map(logName).join(', ')} in the folder of this run.`,
  });
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
  for (const machine of machines.toReversed()) {
    const service = serviceOf(machine, GALERA);
    if (!(await service.state()).running) continue;
    progress(`stopping ${machine.name}`);
    await service.stop({ withinMs: STOP_WITHIN_MS });
  }
}

async function listens(service: Service): Promise<Look<true>> {
  await assertRunning(service);
  const reach = await service.reach(PEER_PORT);
  return reach === 'accepts' ? { done: true } : { state: `port ${PEER_PORT} ${reach}` };
}

async function lookAt(
  watchers: readonly { readonly name: string; readonly watcher: Watcher }[],
): Promise<Look<true>> {
  const observations = new Map(
    await Promise.all(
      watchers.map(async ({ name, watcher }) => [name, await watcher.observe()] as const),
    ),
  );
  if (galeraRedundancy(observations).full) return { done: true };
  const words = [...observations].map(([name, { reachable, state }]) =>
    reachable ? `${name}: ${state['state']}, cluster of ${state['size']}` : `${name}: no answer`,
  );
  return { state: words.join('; ') };
}

/** A node that ended while it should form the cluster says why in its log; waiting won't help. */
async function assertRunning(service: Service): Promise<void> {
  const { running, exitCode } = await service.state();
  if (running) return;
  throw new HarnessError(
    'SERVICE_ENDED',
    `${service.machine}/${service.name} ended with code ${exitCode} while the cluster was forming`,
    { hint: `See the end of ${logName(service)} in the folder of this run.` },
  );
}

const logName = ({ machine, name }: Service): string => `${machine}-${name}.log`;
