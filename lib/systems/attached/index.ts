import { ATTACHED_SYSTEM, type AttachedProject } from '../../core/attached-project.ts';
import type { Fact } from '../../core/history.ts';
import type { Machine } from '../../core/machine.ts';
import type { Observation, Redundancy, System, Watcher } from '../../core/system.ts';
import { connects } from './connects.ts';
import { httpRequests } from './http-requests.ts';

/**
 * Containers that somebody else has started, as a system of which nothing is known but whether they run:
 * no role, no redundancy, nothing that could be read in the end.
 */
export const attachedSystem = (project: AttachedProject): System => ({
  name: ATTACHED_SYSTEM,
  // They run already, and go on running.
  form: async () => undefined,
  stop: async () => undefined,
  watch: watchContainers,
  redundancy: allRun,
  vocabularies: { requests: httpRequests(project), tcp: connects(project) },
});

/** Where the engine says that a container is neither stopped nor paused. */
const RUNNING = 'running';

function watchContainers(machine: Machine): Watcher {
  return {
    observe: async () => {
      const states = await Promise.all(machine.services.map(stateOf));
      const reachable = states.every(({ container }) => container === RUNNING);
      const state = Object.fromEntries(
        states.flatMap((own, index) => named(own, machine.services, index)),
      );
      return { reachable, role: 'unknown', members: [], state } satisfies Observation;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

type Told = Readonly<Record<string, Fact>>;

/** An engine that does not answer is an observation as well. */
const stateOf = (service: Machine['services'][number]): Promise<Told> =>
  service.state().then(
    ({ told = {} }) => told,
    () => ({ container: 'nobody can tell' }),
  );

/** With the name of the service where a machine has several. */
function named(
  told: Told,
  services: Machine['services'],
  index: number,
): readonly (readonly [string, Fact])[] {
  const prefix = services.length === 1 ? '' : `${services[index]?.name} `;
  return Object.entries(told).map(([name, fact]) => [`${prefix}${name}`, fact] as const);
}

/** Not redundancy: whether all runs as it was found. */
function allRun(observations: ReadonlyMap<string, Observation>): Redundancy {
  const up = [...observations.values()].filter(({ reachable }) => reachable).length;
  return {
    full: up === observations.size,
    detail: `${up} of ${observations.size} run`,
    known: false,
  };
}
