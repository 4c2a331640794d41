import type { Json } from '../../core/history.ts';
import type { Vocabulary } from '../../core/system.ts';
import type { Connection } from './connect.ts';
import { type ClientMode, openClient } from './session.ts';

/** Compares and sets in one step; a register that was never written compares as ''. */
const COMPARE_AND_SET = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

/** Registers as plain keys, compared and set by a script, which Redis runs as one step. */
export const redisRegister = (mode: ClientMode): Vocabulary => ({
  prepare: async () => undefined,
  open: (machines, options) =>
    openClient(machines, options, {
      mode,
      execute: (connection, { f, value }) => execute(connection, f, value),
    }),
});

async function execute(
  connection: Connection,
  f: string,
  value: Json,
): Promise<{ readonly value?: Json }> {
  if (!Array.isArray(value)) throw new TypeError(`${f}: expected a list, found ${value}`);
  const [register, second, third] = value;
  const key = `register:${register}`;
  switch (f) {
    case 'read': {
      const found = await connection.call('GET', key);
      return { value: found === null ? null : Number(found) };
    }
    case 'write':
      await connection.call('SET', key, Number(second));
      return {};
    case 'cas': {
      const expected = second === null ? '' : `${second}`;
      const done = await connection.call('EVAL', COMPARE_AND_SET, 1, key, expected, Number(third));
      return done === 1 ? {} : { value: 'mismatch' };
    }
    default:
      throw new RangeError(`a register knows read, write and cas, not ${f}`);
  }
}
