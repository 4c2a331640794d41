import { z } from 'zod';
import { monotonicClock } from '../../core/clock.ts';
import type { Machine } from '../../core/machine.ts';
import type { Observation, Redundancy, Watcher } from '../../core/system.ts';
import { within } from '../../core/within.ts';
import { type Conversation, converse } from './conversation.ts';
import { askGateway, connectGateway } from './gateway.ts';
import { CLIENT_MACHINE, MON_STATUS_PORT } from './port.ts';

/** Who has not said what he is within this counts as unreachable. */
const ANSWER_WITHIN_MS = 500;

const monSchema = z.object({
  state: z.string(),
  election_epoch: z.int(),
  quorum: z.array(z.int()),
  monmap: z.object({ mons: z.array(z.object({ rank: z.int(), name: z.string() })) }),
});

const healthSchema = z.object({
  quorum: z.array(z.string()),
  manager: z.boolean(),
  osds: z.object({ num_osds: z.int(), num_up_osds: z.int(), num_in_osds: z.int() }),
  pgs: z.object({
    num_pgs: z.int(),
    num_pg_by_state: z.array(z.object({ name: z.string(), num: z.int() })),
  }),
});

/**
 * A machine of the cluster says what its own monitor is: primary is the leader of a quorum, replica
 * a peon, in the name of that quorum. The clients' machine says what a client is told of OSDs (by
 * the monitors) and of placement groups (by the active manager).
 */
export const watchCeph = (machine: Machine): Watcher =>
  machine.name === CLIENT_MACHINE
    ? watcher(
        () => connectGateway(machine, ANSWER_WITHIN_MS),
        async (asked) => healthOf(await askGateway(asked, { do: 'health' }, healthSchema)),
      )
    : watcher(
        () => converse(machine, MON_STATUS_PORT, ANSWER_WITHIN_MS),
        async (asked) => roleOf(monSchema.parse(await asked.ask({}))),
      );

/** Keeps a connection for as long as it answers in time. */
function watcher(
  connect: () => Promise<Conversation>,
  look: (conversation: Conversation) => Promise<Observation>,
): Watcher {
  let conversation: Conversation | undefined;
  const drop = () => {
    conversation?.close();
    conversation = undefined;
  };
  const ask = async (): Promise<Observation> => {
    if (conversation === undefined || conversation.closed) conversation = await connect();
    return look(conversation);
  };
  return {
    observe: async () => {
      const answer = await within(monotonicClock, ANSWER_WITHIN_MS, ask()).catch(
        () => 'late' as const,
      );
      if (answer !== 'late') return answer.value;
      drop();
      return unreachable;
    },
    [Symbol.asyncDispose]: async () => drop(),
  };
}

const unreachable: Observation = { reachable: false, role: 'none', members: [], state: {} };

/** What mon_status says. A monitor that is in no quorum knows of none: probing, electing ... */
export function roleOf({ state, election_epoch, quorum, monmap }: z.infer<typeof monSchema>) {
  const role = state === 'leader' ? 'primary' : state === 'peon' ? 'replica' : 'none';
  const inQuorum = monmap.mons.filter(({ rank }) => quorum.includes(rank));
  return {
    reachable: true,
    role,
    members: role === 'none' ? [] : inQuorum.map(({ name }) => name),
    state: { monitor: state, epoch: election_epoch },
  } as const satisfies Observation;
}

/** What clients are told, as an observation of their machine. */
export function healthOf({ quorum, manager, osds, pgs }: z.infer<typeof healthSchema>) {
  const states = pgs.num_pg_by_state.map(({ name, num }) => `${num} ${name}`);
  const clean = pgs.num_pg_by_state.filter(({ name }) => isClean(name));
  return {
    reachable: true,
    role: 'none',
    members: [],
    state: {
      quorum: quorum.length,
      manager,
      osds: osds.num_osds,
      up: osds.num_up_osds,
      in: osds.num_in_osds,
      placementGroups: pgs.num_pgs,
      clean: clean.reduce((sum, { num }) => sum + num, 0),
      states: states.join(', '),
    },
  } as const satisfies Observation;
}

/** What a placement group may be doing beside being active and clean, and still be whole. */
const HOUSEKEEPING = new Set(['scrubbing', 'deep', 'snaptrim', 'snaptrim_wait']);

/** `active+clean+laggy`, for one, is not: it waits for a lease of its own, and serves nobody. */
function isClean(state: string): boolean {
  const words = state.split('+');
  const others = words.filter((word) => word !== 'active' && word !== 'clean');
  return (
    words.includes('active') &&
    words.includes('clean') &&
    others.every((word) => HOUSEKEEPING.has(word))
  );
}

/**
 * Full: all monitors in one quorum, all OSDs up and in, all placement groups active and clean; a
 * manager that has just begun knows of none yet, and has said nothing.
 */
export function cephRedundancy(observations: ReadonlyMap<string, Observation>): Redundancy {
  const monitors = [...observations].filter(([name]) => name !== CLIENT_MACHINE);
  const leaders = monitors.filter(([, { role }]) => role === 'primary');
  const together = monitors.filter(
    ([, { role, members }]) => role !== 'none' && members.length === monitors.length,
  );
  const quorum = `${together.length} of ${monitors.length} monitors in a quorum of all`;
  const health = observations.get(CLIENT_MACHINE);
  if (health === undefined || !health.reachable) {
    return { full: false, detail: `${quorum}; no word of OSDs and placement groups` };
  }
  const { osds, up, in: taking, placementGroups, clean } = health.state;
  return {
    full:
      together.length === monitors.length &&
      leaders.length === 1 &&
      up === osds &&
      taking === osds &&
      placementGroups !== 0 &&
      clean === placementGroups,
    detail: `${quorum}; ${up} of ${osds} OSDs up, ${taking} in; ${clean} of ${placementGroups} placement groups clean`,
  };
}
