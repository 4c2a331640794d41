import { allEnded } from '../../core/all-ended.ts';
import {
  servicesOf,
  startUnlessRunning,
  stopIfRunning,
  untilRedundant,
  whileRunning,
} from '../../core/forming.ts';
import type { Machine } from '../../core/machine.ts';
import type { FormOptions } from '../../core/system.ts';
import { hurry, unhurry } from './hurry.ts';
import { REDIS, SENTINEL, SERVER } from './port.ts';
import { redisRedundancy } from './redundancy.ts';
import { hasSentinel } from './session.ts';
import { watchRedis } from './watch.ts';

/** A server that comes back as a second primary is corrected after 8 to 20 s. */
const FORM_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;

/**
 * Starts what is not running, all at once: a replica waits for its primary by itself, and sentinels
 * know whom to expect (images/redis).
 */
export async function formRedis(machines: readonly Machine[], options: FormOptions): Promise<void> {
  const services = servicesOf(machines, REDIS, [SENTINEL, SERVER]);
  await allEnded(services.map(startUnlessRunning));
  options.progress(`waiting for ${machines.length} servers and their sentinels to agree`);
  const sentinels = machines.filter(hasSentinel);
  await allEnded(
    sentinels.map((machine) =>
      whileRunning(`the sentinel of ${machine.name} answers`, () => hurried(machine), {
        ...options,
        services: servicesOf([machine], REDIS, [SENTINEL]),
        everyMs: 10,
        withinMs: FORM_WITHIN_MS,
      }),
    ),
  );
  await untilRedundant(
    'Redis has a primary, its replicas and all sentinels',
    machines,
    { watch: watchRedis, redundancy: redisRedundancy },
    { ...options, services, everyMs: 20, withinMs: FORM_WITHIN_MS },
  );
  await allEnded(sentinels.map(unhurry));
}

async function hurried(machine: Machine): Promise<{ done: true }> {
  await hurry(machine);
  return { done: true };
}

/** Sentinels first: nobody is to be replaced by what only means to go. */
export async function stopRedis(
  machines: readonly Machine[],
  { progress }: FormOptions,
): Promise<void> {
  for (const name of [SENTINEL, SERVER]) {
    progress(`stopping every ${name}`);
    await allEnded(
      servicesOf(machines, REDIS, [name]).map((service) => stopIfRunning(service, STOP_WITHIN_MS)),
    );
  }
}
