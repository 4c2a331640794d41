import type { Observation, Redundancy } from '../../core/system.ts';

/** Full: every node answers, and reaches its database. */
export function keystoneRedundancy(observations: ReadonlyMap<string, Observation>): Redundancy {
  const seen = [...observations.values()];
  const answering = seen.filter(({ reachable }) => reachable);
  const served = answering.filter(({ state }) => state['database'] === 'reached');
  return {
    full: served.length === seen.length,
    detail: `${answering.length} of ${seen.length} answer, ${served.length} with a database`,
  };
}
