import type { Observation, Redundancy } from '../../core/system.ts';

/** Full: every server answers. None has what another one has, so there is nothing else to be full. */
export function memcachedRedundancy(observations: ReadonlyMap<string, Observation>): Redundancy {
  const seen = [...observations];
  const silent = seen.filter(([, { reachable }]) => !reachable).map(([name]) => name);
  const answering = `${seen.length - silent.length} of ${seen.length} answer`;
  return {
    full: silent.length === 0,
    detail: silent.length === 0 ? answering : `${answering}, not ${silent.join(', ')}`,
  };
}
