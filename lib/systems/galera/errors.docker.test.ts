import { join } from 'node:path';
import mysql from 'mysql2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import { eventually } from '../../core/eventually.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { connectSql, type Sql } from './connect.ts';
import { classify } from './errors.ts';
import { mariadbPlan } from './plan.ts';
import { account, GALERA, SQL_PORT } from './port.ts';

const WITHIN_MS = 30_000;
/** One whom a read-only server refuses: it takes writes of its administrators. */
const PLAIN_USER = `GRANT ALL ON ${account.database}.* TO 'plain'@'%' IDENTIFIED BY 'plain'`;
const kept = new AsyncDisposableStack();
let machine: Machine;
let sql: Sql;

beforeAll(async () => {
  const ready = await setUp({
    images: ['machine', 'galera'],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const plan = mariadbPlan({ config: fixtureFolder(GALERA), number: 1, nodes: 1 });
  const cluster = kept.use(
    await dockerPlatform({ ...ready, keep: 'no' }).provision(
      {
        name: 'errors',
        settings: {},
        machines: [{ name: 'alone', services: [plan] }],
        systems: [],
      },
      {
        run: `test-errors-${process.pid}`,
        progress: silent,
        needs: new Set(),
        onLog: () => undefined,
      },
    ),
  );
  const [only] = cluster.machines;
  if (only === undefined) throw new RangeError('one machine was asked for');
  machine = only;
  await serviceOf(machine, GALERA).start();
  sql = await login();
  kept.defer(() => sql.destroy());
  await sql.query('CREATE TABLE numbers (number INT NOT NULL PRIMARY KEY)');
  await sql.query('INSERT INTO numbers VALUES (1), (2)');
  const { exitCode, output } = await serviceOf(machine, GALERA).exec(['mariadb', '-e', PLAIN_USER]);
  expect(exitCode, output).toBe(0);
});
afterAll(() => kept.disposeAsync());

const login = (): Promise<Sql> =>
  eventually(
    'the server lets a client log in',
    async () => ({ done: await connectSql(machine, WITHIN_MS) }),
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );

const numbers = async (): Promise<readonly number[]> =>
  (await sql.query('SELECT number FROM numbers ORDER BY number')).map(([number]) => Number(number));

/** How the error of a statement that must fail is classified, and that it left nothing behind. */
async function refusalOf(statement: () => Promise<unknown>) {
  const before = await numbers();
  const refused = await statement().then(
    () => undefined,
    (error: unknown) => classify(error),
  );
  expect(await numbers()).toEqual(before);
  return refused;
}

test('of two transactions in a deadlock one is rolled back, for certain', async () => {
  const [one, other] = await Promise.all([login(), login()]);
  await one.query('BEGIN');
  await other.query('BEGIN');
  await one.query('SELECT * FROM numbers WHERE number = 1 FOR UPDATE');
  await other.query('SELECT * FROM numbers WHERE number = 2 FOR UPDATE');
  const refused = await refusalOf(() =>
    Promise.all([
      one.query('SELECT * FROM numbers WHERE number = 2 FOR UPDATE'),
      other.query('SELECT * FROM numbers WHERE number = 1 FOR UPDATE'),
    ]),
  );
  expect(refused).toMatchObject({
    type: 'fail',
    error: { code: 'ER_LOCK_DEADLOCK' },
    serves: true,
  });
  one.destroy();
  other.destroy();
});

test('who waits too long for a lock has written nothing', async () => {
  const [one, other] = await Promise.all([login(), login()]);
  await one.query('BEGIN');
  await one.query('SELECT * FROM numbers WHERE number = 1 FOR UPDATE');
  await other.query('SET SESSION innodb_lock_wait_timeout = 1');
  const refused = await refusalOf(() => other.query('DELETE FROM numbers WHERE number = 1'));
  expect(refused).toMatchObject({ type: 'fail', error: { code: 'ER_LOCK_WAIT_TIMEOUT' } });
  one.destroy();
  other.destroy();
});

test('a node that is not ready takes nothing, and is not asked again', async () => {
  const one = await login();
  const before = await numbers();
  await sql.query('SET GLOBAL wsrep_reject_queries = ALL');
  const refused = await one.query('INSERT INTO numbers VALUES (3)').catch(classify);
  await sql.query('SET GLOBAL wsrep_reject_queries = NONE');
  expect(await numbers()).toEqual(before);
  expect(refused).toMatchObject({
    type: 'fail',
    error: { code: 'ER_UNKNOWN_COM_ERROR' },
    serves: false,
  });
  one.destroy();
});

test('a read-only server takes nothing, and is not asked again', async () => {
  await sql.query('SET GLOBAL read_only = 1');
  const plain = mysql
    .createConnection({
      host: machine.address,
      port: SQL_PORT,
      user: 'plain',
      password: 'plain',
      database: account.database,
    })
    .promise();
  const refused = await refusalOf(() => plain.query('INSERT INTO numbers VALUES (3)'));
  await sql.query('SET GLOBAL read_only = 0');
  plain.destroy();
  expect(refused).toMatchObject({
    type: 'fail',
    error: { code: 'ER_OPTION_PREVENTS_STATEMENT' },
    serves: false,
  });
});

test('a table that is not there takes nothing', async () => {
  const refused = await refusalOf(() => sql.query('INSERT INTO nowhere VALUES (3)'));
  expect(refused).toMatchObject({ type: 'fail', error: { code: 'ER_NO_SUCH_TABLE' } });
});

test('what is in no table may have happened', async () => {
  const one = await login();
  const sleeping = one.query('INSERT INTO numbers SELECT 3 + SLEEP(5)').catch(classify);
  const [row] = await sql.query(
    "SELECT id FROM information_schema.processlist WHERE info LIKE 'INSERT INTO numbers SELECT 3%'",
  );
  await sql.query(`KILL ${Number(row?.[0])}`);
  expect(await sleeping).toMatchObject({ type: 'info' });
  one.destroy();
});
