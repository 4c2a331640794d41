import type { Conversation } from '../../core/conversation.ts';
import { converse } from '../../core/conversation.ts';
import type { Json } from '../../core/history.ts';
import type { Machine } from '../../core/machine.ts';
import type { Operation, Vocabulary, WorkloadSettings } from '../../core/system.ts';
import { openCacheClient, type Task } from './client.ts';
import { assertKey, assertValueFits } from './limits.ts';
import { MEMCACHED_PORT } from './port.ts';
import { get, set } from './protocol.ts';
import type { MemcachedClient } from './settings.ts';

const PREPARE_WITHIN_MS = 2_000;

/** What the entries look like: settings of a workload. */
interface Entries {
  readonly keys: number;
  readonly keyPrefix: string;
  readonly valueBytes: number;
}

/**
 * Entries of a cache. `update` stores one; `fetch` gets one, and where it finds none, makes it anew
 * and stores it, as an application does. An entry says which operation made it.
 */
export const memcachedCache = (client: MemcachedClient): Vocabulary => ({
  prepare: async (machines, settings) => {
    const entries = entriesOf(settings);
    const key = keyOf(entries, entries.keys - 1);
    assertKey(key);
    await Promise.all(
      machines.map((machine) =>
        withConnection(machine, (connection) =>
          assertValueFits(connection, { name: machine.name, key, value: entryOf(entries, 0) }),
        ),
      ),
    );
  },
  open: (machines, options) => {
    const entries = entriesOf(options.settings);
    return openCacheClient(machines, options, {
      client,
      taskOf: (operation) => taskOf(operation, entries),
    });
  },
});

async function withConnection<T>(
  machine: Machine,
  use: (connection: Conversation) => Promise<T>,
): Promise<T> {
  const connection = await converse(machine, MEMCACHED_PORT, PREPARE_WITHIN_MS);
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}

function entriesOf({ keys, keyPrefix, valueBytes }: WorkloadSettings): Entries {
  return { keys: Number(keys), keyPrefix: String(keyPrefix), valueBytes: Number(valueBytes) };
}

const keyOf = ({ keyPrefix }: Entries, key: number): string => `${keyPrefix}${key}`;

/** The version, and what fills an entry up. */
const entryOf = ({ valueBytes }: Entries, version: number): string =>
  `${version} `.padEnd(valueBytes, 'x');

/** -1 is no value of ours. */
const versionOf = (value: string): number => Number(value.match(/^(\d+) x*$/)?.[1] ?? -1);

function taskOf({ f, value }: Operation, entries: Entries): Task {
  const [number, version] = numbersOf(f, value);
  const key = keyOf(entries, number);
  const store = (connection: Conversation) => set(connection, key, entryOf(entries, version));
  switch (f) {
    case 'update':
      return {
        key,
        execute: async (connection, sends) => {
          sends();
          await store(connection);
          return undefined;
        },
      };
    case 'fetch':
      return {
        key,
        execute: async (connection, sends) => {
          const found = await get(connection, key);
          if (found !== undefined) return { found: versionOf(found), stored: false };
          sends();
          await store(connection);
          return { found: null, stored: true };
        },
      };
    default:
      throw new RangeError(`a cache knows fetch and update, not ${f}`);
  }
}

function numbersOf(f: string, value: Json): readonly [number, number] {
  if (!Array.isArray(value)) throw new TypeError(`${f}: expected a list, found ${value}`);
  return [Number(value[0]), Number(value[1])];
}
