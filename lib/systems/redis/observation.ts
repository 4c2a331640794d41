import type { Fact } from '../../core/history.ts';
import type { Host } from '../../core/machine.ts';
import type { Observation } from '../../core/system.ts';
import { type Connection, text } from './connect.ts';
import { type Facts, nameAt, parseInfo, replicasIn } from './info.ts';

/** A replica acknowledges every second. Heard longer ago, it is in nobody's group any more. */
const MEMBER_LAG_SECONDS = 2;

/** What a server says of itself. */
export interface ServerFacts {
  readonly info: Facts;
  /** min-replicas-to-write; 0 does not ask for any. */
  readonly replicasWanted: number;
}

export async function askServer(connection: Connection): Promise<ServerFacts> {
  const [info, setting] = await Promise.all([
    connection.call('INFO', 'replication', 'persistence'),
    connection.call('CONFIG', 'GET', 'min-replicas-to-write'),
  ]);
  const wanted = Array.isArray(setting) ? Number(setting[1] ?? 0) : 0;
  return { info: parseInfo(text(info)), replicasWanted: wanted };
}

/** Of a machine whose server does not answer. */
export const unreachable: Observation = { reachable: false, role: 'none', members: [], state: {} };

/**
 * A server is primary if it says so and would acknowledge a write now: one that still loads, whose
 * saves fail, or that misses the replicas it must have, is none. It claims the role in the name of
 * the replicas that it hears.
 */
export function observationOf(
  { info, replicasWanted }: ServerFacts,
  machine: Host,
  all: readonly Host[],
): Observation {
  const master = info['role'] === 'master';
  const heard = replicasIn(info).filter(
    ({ online, lagSeconds }) => online && lagSeconds <= MEMBER_LAG_SECONDS,
  );
  const members = all.filter(
    ({ name, address }) =>
      name === machine.name || heard.some((replica) => replica.address === address),
  );
  const good = Number(info['min_slaves_good_slaves'] ?? 0);
  const acknowledges =
    info['loading'] === '0' && info['aof_last_write_status'] !== 'err' && good >= replicasWanted;
  const primary = master && acknowledges;
  return {
    reachable: true,
    role: primary ? 'primary' : master ? 'none' : 'replica',
    members: primary ? members.map(({ name }) => name) : [machine.name],
    state: master ? primaryState(info, heard.length) : replicaState(info, all),
  };
}

const primaryState = (info: Facts, replicas: number): Readonly<Record<string, Fact>> => ({
  role: 'master',
  replicas,
  offset: Number(info['master_repl_offset']),
});

const replicaState = (info: Facts, all: readonly Host[]): Readonly<Record<string, Fact>> => ({
  role: 'slave',
  of: nameAt(info['master_host'], all),
  link: info['master_sync_in_progress'] === '1' ? 'sync' : (info['master_link_status'] ?? ''),
  offset: Number(info['slave_repl_offset']),
});
