import { monotonicClock } from '../../core/clock.ts';
import { type Conversation, converse } from '../../core/conversation.ts';
import type { Host } from '../../core/machine.ts';
import { within } from '../../core/within.ts';
import { MEMCACHED_PORT } from './port.ts';

/** A client's connections, one to each host, made when they are needed. */
export interface Connections {
  /**
   * Does something over the connection to a host. Rejects where it can't be made, or the whole does
   * not come to an end, each within the socket timeout; what was said then is no longer heard.
   */
  use<T>(host: Host, talk: (connection: Conversation) => Promise<T>): Promise<T>;
  close(): void;
}

export function openConnections(socketTimeoutMs: number): Connections {
  const open = new Map<string, Conversation>();

  const drop = ({ name }: Host): void => {
    open.get(name)?.close();
    open.delete(name);
  };
  const connectionTo = async (host: Host): Promise<Conversation> => {
    const known = open.get(host.name);
    if (known !== undefined && !known.closed) return known;
    const made = await converse(host, MEMCACHED_PORT, socketTimeoutMs);
    open.set(host.name, made);
    return made;
  };

  return {
    use: async (host, talk) => {
      try {
        const connection = await connectionTo(host);
        const answer = await within(monotonicClock, socketTimeoutMs, talk(connection));
        if (answer !== 'late') return answer.value;
        throw new Error(`${host.name}: no answer within ${socketTimeoutMs} ms`);
      } catch (thrown) {
        drop(host);
        throw thrown;
      }
    },
    close: () => {
      for (const connection of open.values()) connection.close();
      open.clear();
    },
  };
}
