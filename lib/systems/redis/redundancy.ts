import type { Observation, Redundancy } from '../../core/system.ts';

/**
 * Full: one primary, every other server its replica with the link up, and every sentinel names that
 * primary and sees all others. Only a machine that has a sentinel says anything of one.
 */
export function redisRedundancy(observations: ReadonlyMap<string, Observation>): Redundancy {
  const seen = [...observations];
  const primaries = seen.filter(([, { role }]) => role === 'primary').map(([name]) => name);
  const [primary = 'nobody'] = primaries;
  const linked = seen.filter(([, observation]) => follows(observation, primary));
  const sentinels = seen.filter(([, { state }]) => state['sentinel'] !== undefined);
  const agreed = sentinels.filter(([, { state }]) =>
    agrees(state, { primary, sentinels: sentinels.length - 1, replicas: seen.length - 1 }),
  );
  const heard = observations.get(primary)?.members.length === seen.length;
  return {
    full:
      primaries.length === 1 &&
      heard &&
      linked.length === seen.length - 1 &&
      agreed.length === sentinels.length,
    detail: `primary ${primaries.join(' and ') || 'nobody'}; ${linked.length} of ${seen.length - 1} replicas linked; ${agreed.length} of ${sentinels.length} sentinels agree`,
  };
}

const follows = ({ role, state }: Observation, primary: string): boolean =>
  role === 'replica' && state['of'] === primary && state['link'] === 'up';

interface Wanted {
  readonly primary: string;
  /** Beside itself. */
  readonly sentinels: number;
  readonly replicas: number;
}

const agrees = (state: Observation['state'], wanted: Wanted): boolean =>
  state['sentinel'] === wanted.primary &&
  state['masterFlags'] === 'master' &&
  state['seesSentinels'] === wanted.sentinels &&
  state['seesReplicas'] === wanted.replicas;
