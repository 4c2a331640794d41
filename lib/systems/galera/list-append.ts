import { z } from 'zod';
import type { Json } from '../../core/history.ts';
import type { Vocabulary, WorkloadSettings } from '../../core/system.ts';
import type { Sql } from './connect.ts';
import { onFirst, openClient, type Through } from './session.ts';
import { inTransaction } from './transaction.ts';

const transactionSchema = z.array(
  z.union([
    z.tuple([z.literal('append'), z.int(), z.int()]),
    z.tuple([z.literal('r'), z.int(), z.null()]),
  ]),
);

type MicroOperation = z.infer<typeof transactionSchema>[number];

/** Isolation levels of a workload, and what a session asks MariaDB for. */
const levels: Readonly<Record<string, string>> = {
  'read-uncommitted': 'READ UNCOMMITTED',
  'read-committed': 'READ COMMITTED',
  'repeatable-read': 'REPEATABLE READ',
  'snapshot-isolation': 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
  'strict-serializable': 'SERIALIZABLE',
};

/** Lists as texts in a table: appending is one statement that makes the list where there is none. */
export const galeraListAppend = (through?: Through): Vocabulary => ({
  prepare: (machines) =>
    onFirst(machines, async (sql) => {
      await sql.query('CREATE TABLE lists (k INT NOT NULL PRIMARY KEY, v TEXT NOT NULL)');
    }),
  open: (machines, options) =>
    openClient(machines, options, {
      through,
      greet: [`SET SESSION TRANSACTION ISOLATION LEVEL ${levelOf(options.settings)}`],
      carry: (sql, { value }) =>
        inTransaction(sql, async () => {
          const done: Json[] = [];
          for (const operation of transactionSchema.parse(value)) {
            done.push(await carryOut(sql, operation));
          }
          return done;
        }),
    }),
});

/** One operation as it was asked for; a read with what it read. */
async function carryOut(sql: Sql, [verb, key, element]: MicroOperation): Promise<Json> {
  if (verb === 'r') return [verb, key, await read(sql, key)];
  await append(sql, key, element);
  return [verb, key, element];
}

const levelOf = ({ isolation = 'serializable' }: WorkloadSettings): string =>
  levels[String(isolation)] ?? 'SERIALIZABLE';

const append = (sql: Sql, key: number, element: number) =>
  sql.query(
    "INSERT INTO lists (k, v) VALUES (?, ?) ON DUPLICATE KEY UPDATE v = CONCAT(v, ',', VALUES(v))",
    [key, String(element)],
  );

async function read(sql: Sql, key: number): Promise<number[]> {
  const [row] = await sql.query('SELECT v FROM lists WHERE k = ?', [key]);
  return row === undefined ? [] : String(row[0]).split(',').map(Number);
}
