import type { Machine } from '../../core/machine.ts';
import type { Vocabulary } from '../../core/system.ts';
import { awaitCaughtUp } from './caught-up.ts';
import { type Connection, connectServer, texts } from './connect.ts';
import { REDIS_PORT } from './port.ts';
import { type ClientMode, openClient } from './session.ts';

const KEY = 'elements';
const READ_WITHIN_MS = 10_000;

/**
 * The set as a list: adding is RPUSH, reading is one LRANGE of all. A Redis set would swallow an
 * element that is written twice; in a list it is seen.
 */
export const redisSet = (mode: ClientMode): Vocabulary => ({
  prepare: async () => undefined,
  open: (machines, options) =>
    openClient(machines, options, {
      mode,
      execute: async (connection, { f, value }) => {
        if (f === 'read') return { value: [...(await readElements(connection))] };
        await connection.call('RPUSH', KEY, Number(value));
        return {};
      },
    }),
  readAll,
});

async function readAll({ name, address }: Machine): Promise<readonly number[]> {
  const connection = await connectServer(address, REDIS_PORT, READ_WITHIN_MS);
  try {
    await awaitCaughtUp(name, connection);
    return await readElements(connection);
  } finally {
    connection.destroy();
  }
}

const readElements = async (connection: Connection): Promise<readonly number[]> =>
  texts(await connection.call('LRANGE', KEY, 0, -1)).map(Number);
