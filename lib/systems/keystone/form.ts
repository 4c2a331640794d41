import { allEnded } from '../../core/all-ended.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import {
  servicesOf,
  startUnlessRunning,
  stopIfRunning,
  untilRedundant,
} from '../../core/forming.ts';
import type { Machine } from '../../core/machine.ts';
import { assertRunning, complaintIn, logName } from '../../core/running.ts';
import type { Service } from '../../core/service.ts';
import type { FormOptions, Observation, Redundancy } from '../../core/system.ts';
import { KEYSTONE } from './names.ts';
import { keystoneRedundancy } from './redundancy.ts';
import { warmUp } from './warm.ts';
import { watchKeystone } from './watch.ts';

const FORM_WITHIN_MS = 90_000;
/** Six processes load at once, on two processors. */
const WARM_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 30_000;

/** uWSGI goes on without an application that it can not load. */
const WITHOUT = /no app loaded/;

/** With `need-app`, it starts the process again and again instead. */
const DEATH = /worker \d+ \(pid: \d+\) died/;
const DEATHS = 2;

/** Starts what is not running, all at once; the first one fills an empty database by itself. */
export async function formKeystone(
  machines: readonly Machine[],
  options: FormOptions,
): Promise<void> {
  const services = servicesOf(machines, KEYSTONE, [KEYSTONE]);
  await allEnded(services.map(startUnlessRunning));
  options.progress(`waiting for ${machines.length} Keystones, and their database`);
  await untilRedundant(
    `${machines.length} Keystones answer and reach their database`,
    machines,
    { watch: watchKeystone, redundancy: inDetail },
    { ...options, services, assertAlive: assertLoads, withinMs: FORM_WITHIN_MS },
  );
  options.progress(`warming ${machines.length} Keystones up`);
  await allEnded(machines.map(warm));
}

async function warm(machine: Machine): Promise<void> {
  await warmUp(machine, WARM_WITHIN_MS).catch((cause: unknown) => {
    const within = `${WARM_WITHIN_MS / 1_000} s`;
    throw new HarnessError(
      'TIMEOUT',
      `${machine.name}: expected Keystone to answer what clients ask within ${within}: ${messageOf(cause)}`,
      {
        hint: `See ${logName({ machine: machine.name, name: KEYSTONE })} in the folder of this run.`,
        cause,
      },
    );
  });
}

/** Rejects where it has ended, or where its processes can't load the application. */
async function assertLoads(service: Service): Promise<void> {
  await assertRunning(service);
  const lines = await service.lastLines();
  const deaths = lines.filter((line) => DEATH.test(line)).length;
  if (deaths < DEATHS && !lines.some((line) => WITHOUT.test(line))) return;
  const words = lines.findLast((line) => /^[\w.]+(Error|Exception)\b/.test(line));
  throw new HarnessError(
    'SERVICE_ENDED',
    `${service.machine}/${service.name} can't be loaded: ${words ?? complaintIn(lines)}`,
    { hint: `See ${logName(service)} in the folder of this run.` },
  );
}

export async function stopKeystone(
  machines: readonly Machine[],
  { progress }: FormOptions,
): Promise<void> {
  progress('stopping every Keystone');
  await allEnded(
    servicesOf(machines, KEYSTONE, [KEYSTONE]).map((service) =>
      stopIfRunning(service, STOP_WITHIN_MS),
    ),
  );
}

function inDetail(observations: ReadonlyMap<string, Observation>): Redundancy {
  const { full, detail } = keystoneRedundancy(observations);
  const states = [...observations].map(
    ([name, { state }]) => `${name}: API ${state['api']}, database ${state['database']}`,
  );
  return { full, detail: [detail, ...states].join('; ') };
}
