import type { Clock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import { eventually } from '../core/eventually.ts';
import type { Fault, FaultSpec } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import type { DeathWatch, Service } from '../core/machine.ts';

/** SIGKILL of every service of the target, started again after `downFor` ms. */
export const kill = ({ downFor }: { readonly downFor: number }): FaultSpec => ({
  kind: 'kill',
  settings: { signal: 'SIGKILL' },
  lastsMs: downFor,
});

/** How long a started service may take until it accepts connections. */
const ACCEPTS_WITHIN_MS = 60_000;

/** How long the end of a killed process may take to be seen. */
const SEEN_WITHIN_MS = 2_000;

/**
 * A process crash, and only that: peers see FIN or RST at once, and the page cache survives. The
 * instant is the one at which the kernel closed a connection that was open to the process.
 */
export const killFault: Fault = {
  kind: 'kill',
  inject: async ({ clock, machines, undo }) => {
    const services = machines.flatMap((machine) => machine.services);
    const before = new Map(
      await Promise.all(services.map(async (one) => [one, (await one.state()).pid] as const)),
    );
    await using watches = new AsyncDisposableStack();
    const deaths = await Promise.all(
      services.map(async (service) => watches.use(await service.watchDeath())),
    );
    const heal = undo.defer(`start ${services.map(({ machine }) => machine).join(', ')}`, () =>
      Promise.all(services.map((service) => service.start())),
    );
    const calledAt = clock.now();
    await Promise.all(services.map((service) => service.kill()));
    const instant = await instantOf(deaths, calledAt, clock);
    return {
      ...instant,
      prove: async () => (await Promise.all(services.map(proofsOfDeath))).flat(),
      heal,
      proveHealed: () =>
        Promise.all(
          services.map((service) => proofOfLife(service, before.get(service) ?? 0, clock)),
        ),
    };
  },
};

/** The first death that was seen; where none was, all that is known is when it was ordered. */
async function instantOf(
  deaths: readonly DeathWatch[],
  calledAt: number,
  clock: Clock,
): Promise<{ readonly at: number; readonly uncertaintyMs: number }> {
  const doneAt = clock.now();
  const seen = await Promise.all(deaths.map((death) => death.seen({ withinMs: SEEN_WITHIN_MS })));
  const times = seen.map((time) => time ?? doneAt);
  const at = seen.includes(undefined) ? calledAt : Math.min(...times);
  return { at, uncertaintyMs: Math.max(1, ...times.map((time) => time - at)) };
}

async function proofsOfDeath(service: Service): Promise<readonly Proof[]> {
  const { running, exitCode } = await service.state();
  const reach = await service.reach();
  const where = `${service.machine}/${service.name}`;
  return [
    {
      claim: `${where} was ended by SIGKILL`,
      vantage: 'engine',
      observed: running ? 'it runs' : `it ended with code ${exitCode}`,
      holds: !running && exitCode === 137,
    },
    {
      claim: `port ${service.port} of ${service.machine} refuses`,
      vantage: 'client network',
      observed: `it ${reach}`,
      holds: reach === 'refuses',
    },
  ];
}

async function proofOfLife(service: Service, pidBefore: number, clock: Clock): Promise<Proof> {
  const claim = `${service.machine}/${service.name} accepts again as another process than ${pidBefore}`;
  const vantage = 'client network';
  const look = async () => {
    const { running, pid, exitCode } = await service.state();
    const reach = await service.reach();
    const observed = running ? `pid ${pid} ${reach}` : `it ended with code ${exitCode}`;
    if (!running) return { done: { observed, holds: false } };
    const holds = pid !== pidBefore;
    return reach === 'accepts' ? { done: { observed, holds } } : { state: observed };
  };
  return eventually(claim, look, { clock, withinMs: ACCEPTS_WITHIN_MS, everyMs: 100 }).then(
    (seen) => ({ claim, vantage, ...seen }),
    (error: unknown) => {
      if (!(error instanceof HarnessError)) throw error;
      return { claim, vantage, observed: error.message, holds: false };
    },
  );
}
