import { monotonicClock } from '../../core/clock.ts';
import type { Machine } from '../../core/machine.ts';
import type { Watcher } from '../../core/system.ts';
import { within } from '../../core/within.ts';
import { type Connection, connectWatcher } from './connect.ts';
import { askServer, observationOf, unreachable } from './observation.ts';
import { askSentinel, opinionOf } from './opinion.ts';
import { REDIS_PORT, SENTINEL_PORT } from './port.ts';
import { hasSentinel } from './session.ts';

/** A server or sentinel that has not answered within this counts as unreachable. */
const ANSWER_WITHIN_MS = 500;
/** Less, so that no connection is still being made when an answer is given up. */
const CONNECT_WITHIN_MS = 400;

/** Watches the server and, where there is one, the sentinel of a machine: each says who is primary. */
export function watchRedis(machine: Machine, all: readonly Machine[]): Watcher {
  const server = poll(machine.address, REDIS_PORT, askServer);
  const sentinel = hasSentinel(machine)
    ? poll(machine.address, SENTINEL_PORT, askSentinel)
    : undefined;
  return {
    observe: async () => {
      const [facts, opinion] = await Promise.all([server.ask(), sentinel?.ask()]);
      const observed = facts === undefined ? unreachable : observationOf(facts, machine, all);
      if (sentinel === undefined) return observed;
      return { ...observed, state: { ...observed.state, ...opinionOf(opinion, all) } };
    },
    [Symbol.asyncDispose]: async () => {
      server.drop();
      sentinel?.drop();
    },
  };
}

interface Poll<T> {
  /** Undefined where there was no answer in time. */
  ask(): Promise<T | undefined>;
  drop(): void;
}

/** Asks over a connection of its own, which is made anew when it is lost or silent. */
function poll<T>(
  address: string,
  port: number,
  question: (connection: Connection) => Promise<T>,
): Poll<T> {
  let connection: Connection | undefined;
  const drop = () => {
    connection?.destroy();
    connection = undefined;
  };
  const ask = async (): Promise<T> => {
    if (connection === undefined || connection.lost) {
      connection = await connectWatcher(address, port, CONNECT_WITHIN_MS);
    }
    return question(connection);
  };
  return {
    ask: async () => {
      const answer = await within(monotonicClock, ANSWER_WITHIN_MS, ask()).catch(
        () => 'late' as const,
      );
      if (answer !== 'late') return answer.value;
      drop();
      return undefined;
    },
    drop,
  };
}
