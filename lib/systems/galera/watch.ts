import { monotonicClock } from '../../core/clock.ts';
import type { Machine } from '../../core/machine.ts';
import type { Observation, Redundancy, Watcher } from '../../core/system.ts';
import { within } from '../../core/within.ts';
import { connectSql, type Sql } from './connect.ts';

/** A node that has not told its status within this counts as unreachable. */
const ANSWER_WITHIN_MS = 500;

const statusVariables = [
  'wsrep_ready',
  'wsrep_connected',
  'wsrep_cluster_status',
  'wsrep_cluster_size',
  'wsrep_local_state_comment',
  'wsrep_cluster_conf_id',
  'wsrep_last_committed',
  'wsrep_flow_control_paused_ns',
  'wsrep_incoming_addresses',
] as const;

const QUERY = `SHOW GLOBAL STATUS WHERE Variable_name IN (${statusVariables.map((name) => `'${name}'`).join(', ')})`;

type Status = Readonly<Record<string, string>>;

/**
 * Watches one node by its wsrep status. A node is primary while it is synced in the primary
 * component: then it takes writes, in the name of all members of that component.
 */
export function watchGalera(machine: Machine, all: readonly Machine[]): Watcher {
  let sql: Sql | undefined;
  const drop = () => {
    sql?.destroy();
    sql = undefined;
  };
  const ask = async (): Promise<Status> => {
    if (sql === undefined || sql.lost) sql = await connectSql(machine, ANSWER_WITHIN_MS);
    const rows = await sql.query(QUERY);
    return Object.fromEntries(rows.map(([name, value]) => [String(name), String(value)]));
  };
  return {
    observe: async () => {
      const answer = await within(monotonicClock, ANSWER_WITHIN_MS, ask()).catch(
        () => 'late' as const,
      );
      if (answer !== 'late') return observationOf(answer.value, all);
      drop();
      return unreachable;
    },
    [Symbol.asyncDispose]: async () => drop(),
  };
}

const unreachable: Observation = { reachable: false, role: 'none', members: [], state: {} };

function observationOf(status: Status, all: readonly Machine[]): Observation {
  const serves =
    status['wsrep_ready'] === 'ON' &&
    status['wsrep_cluster_status'] === 'Primary' &&
    status['wsrep_local_state_comment'] === 'Synced';
  const addresses = (status['wsrep_incoming_addresses'] ?? '').split(',');
  const members = all.filter(({ address }) =>
    addresses.some((incoming) => incoming.split(':')[0] === address),
  );
  return {
    reachable: true,
    role: serves ? 'primary' : 'none',
    members: members.map(({ name }) => name),
    state: {
      status: status['wsrep_cluster_status'] ?? '',
      state: status['wsrep_local_state_comment'] ?? '',
      size: Number(status['wsrep_cluster_size']),
      view: Number(status['wsrep_cluster_conf_id']),
      committed: Number(status['wsrep_last_committed']),
      flowControlPausedMs: Math.round(Number(status['wsrep_flow_control_paused_ns']) / 1e6),
    },
  };
}

/** Full: every node is synced, in one component of all voters, arbitrators among them. */
export const galeraRedundancy =
  (voters: number) =>
  (observations: ReadonlyMap<string, Observation>): Redundancy => {
    const seen = [...observations.values()];
    const synced = seen.filter(({ role }) => role === 'primary');
    const complete = synced.every(({ state }) => state['size'] === voters);
    const absent = voters - Math.min(...synced.map(({ state }) => Number(state['size'])));
    return {
      full: areSynced(observations) && complete,
      detail: `${synced.length} of ${seen.length} nodes synced${complete ? '' : `, ${absent} of ${voters} voters absent`}`,
    };
  };

/** Whether every node is synced, in one component of all nodes. */
export function areSynced(observations: ReadonlyMap<string, Observation>): boolean {
  const seen = [...observations.values()];
  return seen.every(({ role, members }) => role === 'primary' && members.length === seen.length);
}
