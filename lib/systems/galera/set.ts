import { openLane, type Session } from '../../core/lane.ts';
import type { Machine } from '../../core/machine.ts';
import type { Vocabulary } from '../../core/system.ts';
import { connectSql, type Sql } from './connect.ts';
import { classify } from './errors.ts';

/** Waits until everything that the cluster has committed so far is applied on this node, too. */
const CAUGHT_UP = 'SET SESSION wsrep_sync_wait = 15';
const READ_WITHIN_MS = 10_000;
const BACK_OFF_MS = 100;

/** The set as a table: adding is an INSERT that commits by itself. */
export const galeraSet: Vocabulary = {
  prepare: async (machines) => {
    const [first] = machines;
    if (first === undefined) throw new RangeError('galera runs on no machine');
    await using(first, (sql) =>
      sql.query('CREATE TABLE elements (element BIGINT NOT NULL PRIMARY KEY)'),
    );
    for (const machine of machines) await using(machine, readElements);
  },
  open: (machines, { clock, lane, timeoutMs }) =>
    openLane({
      clock,
      timeoutMs,
      machines: rotate(machines, lane),
      backOffMs: BACK_OFF_MS,
      connect: openSession,
    }),
  readAll: (machine) => using(machine, readElements),
};

async function openSession(machine: Machine, withinMs: number): Promise<Session> {
  const sql = await connectSql(machine, withinMs);
  let serves = true;
  return {
    get broken() {
      return sql.lost || !serves;
    },
    destroy: sql.destroy,
    execute: async ({ f, value }) => {
      try {
        if (f === 'read') {
          return { type: 'ok', machine: machine.name, value: [...(await selectElements(sql))] };
        }
        await sql.query('INSERT INTO elements (element) VALUES (?)', [Number(value)]);
        return { type: 'ok', machine: machine.name };
      } catch (thrown) {
        const { type, error, serves: stillServes } = classify(thrown);
        serves = stillServes;
        return { type, error, machine: machine.name };
      }
    },
  };
}

async function readElements(sql: Sql): Promise<readonly number[]> {
  await sql.query(CAUGHT_UP);
  return selectElements(sql);
}

/** What this node holds now: without waiting it may lag behind the others. */
async function selectElements(sql: Sql): Promise<readonly number[]> {
  const rows = await sql.query('SELECT element FROM elements ORDER BY element');
  return rows.map(([element]) => Number(element));
}

async function using<T>(machine: Machine, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = await connectSql(machine, READ_WITHIN_MS);
  try {
    return await work(sql);
  } finally {
    sql.destroy();
  }
}

/** Each lane prefers another node, so that all nodes are written to. */
const rotate = <T>(items: readonly T[], by: number): readonly T[] => {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};
