import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import { eventually, type Look } from '../core/eventually.ts';
import type { Proof } from '../core/history.ts';
import type { Service, ServiceState } from '../core/service.ts';

/** A service as a proof names it. */
export const nameOf = ({ machine, name }: Service): string => `${machine}/${name}`;

/** What was seen, and whether it is what was claimed. */
export interface Sight {
  readonly observed: string;
  readonly holds: boolean;
}

export interface AwaitedProof {
  readonly claim: string;
  readonly vantage: string;
  readonly clock: Clock;
  readonly withinMs: number;
  /** `done` ends the wait, whatever it saw. */
  readonly look: () => Promise<Look<Sight>>;
}

/** A proof of something that takes its time. What is not seen in time does not hold. */
export async function awaitProof(awaited: AwaitedProof): Promise<Proof> {
  const { claim, vantage, clock, withinMs, look } = awaited;
  return eventually(claim, look, { clock, withinMs, everyMs: 100 }).then(
    (seen) => ({ claim, vantage, ...seen }),
    (error: unknown) => {
      if (!(error instanceof HarnessError) || error.code !== 'TIMEOUT') throw error;
      return { claim, vantage, observed: messageOf(error), holds: false };
    },
  );
}

/** How long a started service may take until it accepts connections. */
const ACCEPTS_WITHIN_MS = 60_000;

/**
 * That a service accepts connections; as another process than `pidBefore`, where that is given. Where no
 * port of it is known, that it runs as one.
 */
export function proofOfLife(service: Service, clock: Clock, pidBefore?: number): Promise<Proof> {
  const other = pidBefore === undefined ? '' : ` as another process than ${pidBefore}`;
  const hasPort = service.port !== undefined;
  return awaitProof({
    claim: `${nameOf(service)} ${hasPort ? 'accepts' : 'runs'} again${other}`,
    vantage: hasPort ? 'client network' : 'the kernel of this host',
    clock,
    withinMs: ACCEPTS_WITHIN_MS,
    look: async () => {
      const { running, pid, exitCode } = await service.state();
      if (!hasPort) return lifeOf(service, { running, pid, exitCode }, pidBefore);
      const reach = await service.reach();
      const observed = running ? `pid ${pid} ${reach}` : `it ended with code ${exitCode}`;
      if (!running) return { done: { observed, holds: false } };
      return reach === 'accepts'
        ? { done: { observed, holds: pid !== pidBefore } }
        : { state: observed };
    },
  });
}

/** Of a service without a port that anybody knows of. */
function lifeOf(
  service: Service,
  { running, pid, exitCode }: Pick<ServiceState, 'running' | 'pid' | 'exitCode'>,
  pidBefore: number | undefined,
): Look<Sight> {
  const observed = running ? `pid ${pid}` : `it ended with code ${exitCode}`;
  const isThere = running && service.hasProcess?.(pid) === true;
  return { done: { observed, holds: isThere && pid !== pidBefore } };
}

/** Process numbers of services before a harm; 0 for one that did not run. */
export async function pidsOf(services: readonly Service[]): Promise<ReadonlyMap<Service, number>> {
  return new Map(
    await allEnded(services.map(async (one) => [one, (await one.state()).pid] as const)),
  );
}

/** That there was something to harm: what did not run before has not been ended by a fault. */
export const proofsOfHavingRun = (pids: ReadonlyMap<Service, number>): readonly Proof[] =>
  [...pids].map(([service, pid]) => ({
    claim: `${nameOf(service)} ran before`,
    vantage: 'engine',
    observed: pid === 0 ? 'it did not run' : `pid ${pid}`,
    holds: pid !== 0,
  }));

/** Starts every service that is not running: the cure of whatever ended some. */
export async function startWhatIsDown(services: readonly Service[]): Promise<void> {
  for (const service of services) {
    if (!(await service.state()).running) await service.start();
  }
}
