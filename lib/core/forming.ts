import { eventually, type Look } from './eventually.ts';
import type { Machine } from './machine.ts';
import { assertRunning, logName } from './running.ts';
import type { Service } from './service.ts';
import type { FormOptions, Observation, System } from './system.ts';

/** A system's services on these machines: by the order of the names, and of machines for each. */
export const servicesOf = (
  machines: readonly Machine[],
  system: string,
  names: readonly string[],
): readonly Service[] =>
  names.flatMap((name) =>
    machines.flatMap(({ services }) =>
      services.filter((service) => service.system === system && service.name === name),
    ),
  );

export async function startUnlessRunning(service: Service): Promise<void> {
  if (!(await service.state()).running) await service.start();
}

/** Stops a service cleanly; one that does not run is left as it is. */
export async function stopIfRunning(service: Service, withinMs: number): Promise<void> {
  if ((await service.state()).running) await service.stop({ withinMs });
}

export interface PatienceOptions extends FormOptions {
  /** Waiting is in vain once one of them has ended; their logs tell why it took too long. */
  readonly services: readonly Service[];
  readonly withinMs: number;
  readonly everyMs?: number;
  /** Rejects where a service can't come up any more. */
  readonly assertAlive?: (service: Service) => Promise<void>;
}

/** Waits while services come up; a service that ends meanwhile ends the wait, with its own words. */
export async function whileRunning<T>(
  what: string,
  look: () => Promise<Look<T>>,
  {
    services,
    clock,
    signal,
    withinMs,
    everyMs = 100,
    assertAlive = assertRunning,
  }: PatienceOptions,
): Promise<T> {
  const lookWhileRunning = async (): Promise<Look<T>> => {
    await Promise.all(services.map(assertAlive));
    return look();
  };
  return eventually(what, lookWhileRunning, {
    clock,
    signal,
    everyMs,
    withinMs,
    hint: `See ${services.map(logName).join(', ')} in the folder of this run.`,
  });
}

/** Waits until a service of a machine accepts connections. */
export const untilAccepts = (
  service: Service,
  port: number,
  options: Omit<PatienceOptions, 'services'>,
): Promise<true> =>
  whileRunning(
    `${service.machine}/${service.name} accepts`,
    async (): Promise<Look<true>> => {
      const reach = await service.reach(port);
      return reach === 'accepts' ? { done: true } : { state: `port ${port} ${reach}` };
    },
    { ...options, services: [service] },
  );

/** Watches all machines until what they say of themselves is full redundancy. */
export async function untilRedundant(
  what: string,
  machines: readonly Machine[],
  { watch, redundancy }: Pick<System, 'watch' | 'redundancy'>,
  options: PatienceOptions,
): Promise<void> {
  await using cleanUp = new AsyncDisposableStack();
  const watchers = machines.map((machine) => ({
    name: machine.name,
    watcher: cleanUp.use(watch(machine, machines)),
  }));
  const observeAll = async (): Promise<ReadonlyMap<string, Observation>> =>
    new Map(
      await Promise.all(
        watchers.map(async ({ name, watcher }) => [name, await watcher.observe()] as const),
      ),
    );
  const look = async (): Promise<Look<true>> => {
    const { full, detail } = redundancy(await observeAll());
    return full ? { done: true } : { state: detail };
  };
  await whileRunning(what, look, options);
}
