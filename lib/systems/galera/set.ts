import type { Vocabulary } from '../../core/system.ts';
import type { Sql } from './connect.ts';
import { onCaughtUp, onFirst, openClient, type Through } from './session.ts';

/** The set as a table: adding is an INSERT that commits by itself. */
export const galeraSet = (through?: Through): Vocabulary => ({
  prepare: async (machines) => {
    await onFirst(machines, (sql) =>
      sql.query('CREATE TABLE elements (element BIGINT NOT NULL PRIMARY KEY)'),
    );
    for (const machine of machines) await onCaughtUp(machine, selectElements);
  },
  open: (machines, options) =>
    openClient(machines, options, {
      through,
      carry: async (sql, { f, value }) => {
        if (f === 'read') return [...(await selectElements(sql))];
        await sql.query('INSERT INTO elements (element) VALUES (?)', [Number(value)]);
        return undefined;
      },
    }),
  readAll: (machine) => onCaughtUp(machine, selectElements),
});

/** What this node holds now: without waiting it may lag behind the others. */
async function selectElements(sql: Sql): Promise<readonly number[]> {
  const rows = await sql.query('SELECT element FROM elements ORDER BY element');
  return rows.map(([element]) => Number(element));
}
