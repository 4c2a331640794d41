import { allEnded } from '../../core/all-ended.ts';
import type { Look } from '../../core/eventually.ts';
import {
  type PatienceOptions,
  servicesOf,
  startUnlessRunning,
  stopIfRunning,
  untilAccepts,
  untilRedundant,
  whileRunning,
} from '../../core/forming.ts';
import type { Machine } from '../../core/machine.ts';
import type { Service } from '../../core/service.ts';
import type { FormOptions, Observation, Redundancy, System } from '../../core/system.ts';
import { BACKEND_PORT, EDGE, HAPROXY, KEEPALIVED, NGINX, STATS_PORT } from './names.ts';

/** What HAProxy has servers of may be another system, which starts meanwhile. */
const FORM_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

type Patience = Omit<PatienceOptions, 'services'>;

/**
 * Starts what is not running, from the back to the front: an HAProxy that meets no server counts it
 * as down first, and a keepalived whose HAProxy does not answer yet starts in FAULT. Either would
 * have to see it twice to believe that it is back.
 */
export async function formEdge(
  machines: readonly Machine[],
  { watch, redundancy }: Pick<System, 'watch' | 'redundancy'>,
  options: FormOptions,
): Promise<void> {
  const waiting = { ...options, withinMs: FORM_WITHIN_MS };
  for (const [name, port] of [
    [NGINX, BACKEND_PORT],
    [HAPROXY, STATS_PORT],
  ] as const) {
    await allEnded(
      servicesOf(machines, EDGE, [name]).map(async (service) => {
        await startUnlessRunning(service);
        await untilAccepts(service, port, { ...waiting, everyMs: 20 });
      }),
    );
  }
  const keepaliveds = servicesOf(machines, EDGE, [KEEPALIVED]);
  await startFirst(keepaliveds, machines, { watch, waiting });
  await allEnded(keepaliveds.map(startUnlessRunning));
  options.progress('waiting for one machine to hold an address');
  await untilRedundant(
    'the edge is complete',
    machines,
    { watch, redundancy: (observations) => inDetail(observations, redundancy(observations)) },
    { ...waiting, services: servicesOf(machines, EDGE, [NGINX, HAPROXY, KEEPALIVED]) },
  );
}

/**
 * Where no keepalived runs, that of the first machine begins, and the others when it waits for somebody to
 * hear: it takes the addresses, and where nobody takes them back (nopreempt) it keeps them.
 */
async function startFirst(
  keepaliveds: readonly Service[],
  machines: readonly Machine[],
  { watch, waiting }: Pick<System, 'watch'> & { readonly waiting: Patience },
): Promise<void> {
  const [first] = keepaliveds;
  const states = await Promise.all(keepaliveds.map((service) => service.state()));
  const machine = machines.find(({ name }) => name === first?.machine);
  if (first === undefined || machine === undefined || states.some(({ running }) => running)) return;
  await first.start();
  await using watcher = watch(machine, machines);
  await whileRunning(
    `${machine.name}/${KEEPALIVED} has a state`,
    async (): Promise<Look<true>> => {
      const { keepalived } = (await watcher.observe()).state;
      return /INIT|no answer/.test(String(keepalived))
        ? { state: `${keepalived}` }
        : { done: true };
    },
    { ...waiting, services: [first], everyMs: 20 },
  );
}

/** From the front to the back: the address goes before what it leads to. */
export async function stopEdge(
  machines: readonly Machine[],
  { progress }: FormOptions,
): Promise<void> {
  for (const name of [KEEPALIVED, HAPROXY, NGINX]) {
    progress(`stopping ${name}`);
    await allEnded(
      servicesOf(machines, EDGE, [name]).map((service) => stopIfRunning(service, STOP_WITHIN_MS)),
    );
  }
}

function inDetail(
  observations: ReadonlyMap<string, Observation>,
  { full, detail }: Redundancy,
): Redundancy {
  const states = [...observations].map(
    ([name, { state }]) =>
      `${name}: keepalived ${state['keepalived']}, servers ${state['servers']}`,
  );
  return { full, detail: [detail, ...states].join('; ') };
}
