import type { Conversation } from '../../core/conversation.ts';
import type { Json } from '../../core/history.ts';
import type { Machine } from '../../core/machine.ts';
import type { Client, LaneOptions, Operation, Outcome } from '../../core/system.ts';
import { Turns } from '../../core/turns.ts';
import { openConnections } from './connections.ts';
import { classify } from './errors.ts';
import { hostsFor } from './hosts.ts';
import { Refused } from './protocol.ts';
import type { MemcachedClient } from './settings.ts';

/** One operation: where it belongs, and what is said to whoever has that key. */
export interface Task {
  readonly key: string;
  /** Calls `sends` before a value goes out: from then on it may be stored. */
  execute(connection: Conversation, sends: () => void): Promise<Json | undefined>;
}

export interface CacheClientOptions {
  readonly client: MemcachedClient;
  readonly taskOf: (operation: Operation) => Task;
}

/**
 * A client as one thread of a service has it: a connection to each host, one operation at a time,
 * and the host is chosen by the key among those that it holds for alive. Nothing is asked twice: who
 * asked a host that fails is told so, as pymemcache tells its caller.
 */
export function openCacheClient(
  machines: readonly Machine[],
  { clock, timeoutMs }: LaneOptions,
  { client, taskOf }: CacheClientOptions,
): Client {
  const names = machines.map(({ name }) => name);
  const hosts = hostsFor(names, client, clock.now());
  const connections = openConnections(Math.min(client.socketTimeoutMs, timeoutMs));
  const turns = new Turns();

  const perform = async ({ key, execute }: Task): Promise<Outcome> => {
    const chosen = hosts.hostFor(key, clock.now());
    const host = machines.find(({ name }) => name === chosen);
    if (host === undefined) return notAsked('NO_HOST', 'every host is dead');
    const { name: machine } = host;
    if (!hosts.asks(machine, clock.now())) {
      return notAsked('HOST_FAILING', `${machine} has failed, and is left alone for a moment`);
    }
    const sent = { value: false };
    try {
      const value = await connections.use(host, (connection) =>
        execute(connection, () => {
          sent.value = true;
        }),
      );
      hosts.served(machine);
      return { type: 'ok', machine, ...(value === undefined ? {} : { value }) };
    } catch (thrown) {
      if (thrown instanceof Refused) hosts.served(machine);
      else hosts.failed(machine, clock.now());
      return { ...classify(thrown, sent.value ? 'sent' : 'not sent'), machine };
    }
  };

  return {
    invoke: async (operation) => {
      if (!(await turns.take(clock, timeoutMs))) {
        return notAsked('NOT_SENT', 'given up before it was sent: those before it took too long');
      }
      try {
        return await perform(taskOf(operation));
      } finally {
        turns.pass();
      }
    },
    [Symbol.asyncDispose]: async () => connections.close(),
  };
}

const notAsked = (code: string, message: string): Outcome => ({
  type: 'fail',
  error: { code, message },
});
