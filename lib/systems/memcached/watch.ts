import { monotonicClock } from '../../core/clock.ts';
import { type Conversation, converse } from '../../core/conversation.ts';
import type { Machine } from '../../core/machine.ts';
import type { Observation, Watcher } from '../../core/system.ts';
import { within } from '../../core/within.ts';
import { MEMCACHED_PORT } from './port.ts';
import { stats } from './protocol.ts';

/** A server that has not answered within this counts as unreachable. */
const ANSWER_WITHIN_MS = 500;
/** Less, so that no connection is still being made when an answer is given up. */
const CONNECT_WITHIN_MS = 400;

/** Watches one server, by its `stats`. No role: each is the only one that has what it has. */
export function watchMemcached(machine: Machine): Watcher {
  let connection: Conversation | undefined;
  const drop = () => {
    connection?.close();
    connection = undefined;
  };
  const ask = async (): Promise<ReadonlyMap<string, string>> => {
    if (connection === undefined || connection.closed) {
      connection = await converse(machine, MEMCACHED_PORT, CONNECT_WITHIN_MS);
    }
    return stats(connection);
  };
  return {
    observe: async () => {
      const answer = await within(monotonicClock, ANSWER_WITHIN_MS, ask()).catch(
        () => 'late' as const,
      );
      if (answer !== 'late') return observationOf(machine.name, answer.value);
      drop();
      return { reachable: false, role: 'none', members: [], state: {} };
    },
    [Symbol.asyncDispose]: async () => drop(),
  };
}

/** Of a server that has answered. */
export const observationOf = (name: string, facts: ReadonlyMap<string, string>): Observation => ({
  reachable: true,
  role: 'none',
  members: [name],
  state: {
    version: facts.get('version') ?? '',
    uptimeSeconds: Number(facts.get('uptime')),
    items: Number(facts.get('curr_items')),
    evictions: Number(facts.get('evictions')),
  },
});
