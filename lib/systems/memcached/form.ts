import { allEnded } from '../../core/all-ended.ts';
import {
  servicesOf,
  startUnlessRunning,
  stopIfRunning,
  untilRedundant,
} from '../../core/forming.ts';
import type { Machine } from '../../core/machine.ts';
import type { FormOptions } from '../../core/system.ts';
import { MEMCACHED } from './port.ts';
import { memcachedRedundancy } from './redundancy.ts';
import { watchMemcached } from './watch.ts';

const FORM_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 10_000;

/** Starts what is not running, all at once: servers have nothing to agree upon. */
export async function formMemcached(
  machines: readonly Machine[],
  options: FormOptions,
): Promise<void> {
  const services = servicesOf(machines, MEMCACHED, [MEMCACHED]);
  await allEnded(services.map(startUnlessRunning));
  options.progress(`waiting for ${machines.length} memcached to answer`);
  await untilRedundant(
    'every memcached answers',
    machines,
    { watch: watchMemcached, redundancy: memcachedRedundancy },
    { ...options, services, everyMs: 20, withinMs: FORM_WITHIN_MS },
  );
}

export async function stopMemcached(
  machines: readonly Machine[],
  { progress }: FormOptions,
): Promise<void> {
  progress('stopping every memcached');
  await allEnded(
    servicesOf(machines, MEMCACHED, [MEMCACHED]).map((service) =>
      stopIfRunning(service, STOP_WITHIN_MS),
    ),
  );
}
