import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import type { Proof } from '../core/history.ts';
import type { Instant } from '../core/instant.ts';
import type { Service } from '../core/service.ts';
import { nameOf } from './proofs.ts';

/** How long the end of a process that was ended may take to be seen. */
const SEEN_WITHIN_MS = 2_000;

/** Ends services while connections to them are open, and says when the kernel closed those. */
export async function watchingDeaths(
  services: readonly Pick<Service, 'watchDeath'>[],
  clock: Clock,
  end: () => Promise<unknown>,
): Promise<Instant> {
  await using watches = new AsyncDisposableStack();
  const deaths = await allEnded(
    services.map(async (service) => watches.use(await service.watchDeath())),
  );
  const calledAt = clock.now();
  await end();
  const doneAt = clock.now();
  const seen = await allEnded(deaths.map((death) => death.seen({ withinMs: SEEN_WITHIN_MS })));
  const times = seen.map((time) => time ?? doneAt);
  // Where one was not seen, all that is known is when it was ordered.
  const at = seen.includes(undefined) ? calledAt : Math.min(...times);
  // Clients of a process may meet its end in the moments before this one is told of it.
  return { at, uncertaintyMs: Math.max(1, ...times.map((time) => time - at)), orderedAt: calledAt };
}

/** A service that is asked to end has this long for it. */
const STOP_WITHIN_MS = 60_000;

/** Asks services to end (SIGTERM) while connections to them are open; as `watchingDeaths`. */
export const watchingStops = (services: readonly Service[], clock: Clock): Promise<Instant> =>
  watchingDeaths(services, clock, () =>
    allEnded(services.map((service) => service.stop({ withinMs: STOP_WITHIN_MS }))),
  );

/**
 * That a service's port refuses: its process is gone, its machine is not. Where the address goes with
 * it, that nobody accepts; where no port is known, that the kernel has no such process any more.
 */
export async function proofOfRefusal(service: Service, pidBefore = 0): Promise<Proof> {
  const { port, machine, takesAddress = false } = service;
  if (port === undefined) return proofOfNoProcess(service, pidBefore);
  const reach = await service.reach();
  return {
    claim: `port ${port} of ${machine} ${takesAddress ? 'accepts nobody' : 'refuses'}`,
    vantage: 'client network',
    observed: `it ${reach}`,
    holds: takesAddress ? reach !== 'accepts' : reach === 'refuses',
  };
}

function proofOfNoProcess(service: Service, pid: number): Proof {
  const isThere = service.hasProcess?.(pid);
  return {
    claim: `process ${pid} of ${nameOf(service)} is gone`,
    vantage: 'the kernel of this host',
    observed:
      isThere === undefined ? 'nobody can tell' : isThere ? 'it is there' : 'no such process',
    holds: isThere === false,
  };
}

/** That a service has ended, with a code that says how. */
export async function proofOfEnd(
  service: Service,
  how: string,
  isExpected: (code: number | undefined) => boolean,
): Promise<Proof> {
  const { running, exitCode } = await service.state();
  return {
    claim: `${nameOf(service)} ${how}`,
    vantage: 'engine',
    observed: running ? 'it runs' : `it ended with code ${exitCode}`,
    holds: !running && isExpected(exitCode),
  };
}
