import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { UsageError } from '../../core/errors.ts';
import type { Vocabulary, WorkloadSettings } from '../../core/system.ts';
import type { Sql } from './connect.ts';
import { onCaughtUp, onFirst, openClient, type Through } from './session.ts';
import { inTransaction } from './transaction.ts';

const settingsSchema = z.object({
  accounts: z.int().positive(),
  total: z.int(),
  locks: z.enum(['for-update', 'none']).default('for-update'),
  thinkMs: z.number().nonnegative().default(0),
});

const transferSchema = z.tuple([z.int(), z.int(), z.number()]);

/**
 * The bank as a table of balances. A transfer reads two of them, and writes what it makes of them:
 * with `locks: 'none'` by a plain SELECT, as many applications do, with `for-update` soundly.
 */
export const galeraBank = (through?: Through): Vocabulary => ({
  prepare: async (machines, settings) => {
    const { accounts, total } = parse(settings);
    if (total % accounts !== 0) {
      throw new UsageError(`bank: expected a total that ${accounts} accounts share evenly`, {
        hint: `For example ${accounts * 100}.`,
      });
    }
    await onFirst(machines, async (sql) => {
      await sql.query(
        'CREATE TABLE accounts (id INT NOT NULL PRIMARY KEY, balance BIGINT NOT NULL)',
      );
      const rows = Array.from({ length: accounts }, (_, id) => `(${id}, ${total / accounts})`);
      await sql.query(`INSERT INTO accounts VALUES ${rows.join(', ')}`);
    });
    for (const machine of machines) await onCaughtUp(machine, selectBalances);
  },
  open: (machines, options) => {
    const settings = parse(options.settings);
    return openClient(machines, options, {
      through,
      carry: async (sql, { f, value }) =>
        f === 'read' ? [...(await selectBalances(sql))] : transfer(sql, value, settings),
    });
  },
  readAll: (machine) => onCaughtUp(machine, selectBalances),
});

const parse = (settings: WorkloadSettings) => settingsSchema.parse(settings);

type Settings = z.infer<typeof settingsSchema>;

/** Undefined where it was carried out, `refused` where there was too little to give. */
async function transfer(
  sql: Sql,
  value: unknown,
  { locks, thinkMs }: Settings,
): Promise<'refused' | undefined> {
  const [from, to, amount] = transferSchema.parse(value);
  const suffix = locks === 'for-update' ? ' FOR UPDATE' : '';
  return inTransaction(sql, async () => {
    const rows = await sql.query(`SELECT id, balance FROM accounts WHERE id IN (?, ?)${suffix}`, [
      from,
      to,
    ]);
    const balances = new Map(rows.map(([id, balance]) => [Number(id), Number(balance)]));
    const given = balances.get(from) ?? 0;
    if (given < amount) return 'refused';
    if (thinkMs > 0) await setTimeout(thinkMs);
    await setBalance(sql, from, given - amount);
    await setBalance(sql, to, (balances.get(to) ?? 0) + amount);
    return undefined;
  });
}

const setBalance = (sql: Sql, account: number, balance: number) =>
  sql.query('UPDATE accounts SET balance = ? WHERE id = ?', [balance, account]);

async function selectBalances(sql: Sql): Promise<readonly number[]> {
  const rows = await sql.query('SELECT balance FROM accounts ORDER BY id');
  return rows.map(([balance]) => Number(balance));
}
