import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import { eventually, type Look } from '../../core/eventually.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Topology } from '../../core/topology.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { connectSql, type Sql } from './connect.ts';
import { mariadbPlan } from './plan.ts';
import { GALERA } from './port.ts';

/** Acknowledged on every machine before the blow falls. */
const ROWS = 1_000;
const WITHIN_MS = 30_000;

/** Values of innodb_flush_log_at_trx_commit. */
type Flush = 0 | 1 | 2;

interface Server {
  readonly flush: Flush;
  readonly machine: Machine;
}

const kept = new AsyncDisposableStack();
let servers: readonly Server[] = [];

beforeAll(async () => {
  const configs = mkdtempSync(join(tmpdir(), 'blackstart-durability-'));
  kept.defer(() => rmSync(configs, { recursive: true }));
  const flushes: readonly Flush[] = [0, 2, 1];
  const { images, ...ready } = await setUp({
    images: ['machine', 'galera'],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const { machines } = kept.use(
    await dockerPlatform({ ...ready, images, keep: 'no' }).provision(alone(configs, flushes), {
      run: `test-durability-${process.pid}`,
      progress: silent,
      needs: new Set(['network-rules', 'disks']),
      onLog: () => undefined,
    }),
  );
  servers = machines.map((machine, index) => ({ machine, flush: flushes[index] ?? 1 }));
  await onEach(({ machine }) => serviceOf(machine, GALERA).start());
});
afterAll(() => kept.disposeAsync());

/** Machines with a MariaDB each that knows of no other. */
function alone(configs: string, flushes: readonly Flush[]): Topology {
  return {
    name: 'durability',
    settings: {},
    machines: flushes.map((flush) => {
      const config = join(configs, `flush-${flush}`);
      mkdirSync(config);
      writeFileSync(join(config, 'mariadb.cnf'), configuration(flush));
      const plan = mariadbPlan({ config, number: 1, nodes: 1 });
      return { name: `flush-${flush}`, services: [{ ...plan, arguments: () => [] }] };
    }),
    systems: [],
  };
}

/** Adaptive flushing would write pages, and the log ahead of them, at times of its own. */
const configuration = (flush: Flush): string => `[mariadbd]
bind_address = 0.0.0.0
skip_name_resolve = ON
wsrep_on = OFF
innodb_log_file_size = 32M
innodb_flush_log_at_trx_commit = ${flush}
innodb_adaptive_flushing = OFF
`;

const onEach = <T>(work: (server: Server) => Promise<T>): Promise<T[]> =>
  Promise.all(servers.map(work));

const connected = ({ machine }: Server): Promise<Sql> =>
  eventually(
    `${machine.name} lets a client log in`,
    async () => ({ done: await connectSql(machine, WITHIN_MS) }),
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );

interface Writer {
  /** The last number sent; all before it were acknowledged. */
  readonly sent: number;
  readonly acknowledged: readonly number[];
  /** Gives up the connection, which may not have noticed that nobody is there any more. */
  destroy(): void;
}

/** One client that inserts 1, 2, 3 ..., each when the one before is acknowledged. */
async function write(server: Server): Promise<Writer> {
  const sql = await connected(server);
  const acknowledged: number[] = [];
  let sent = 0;
  const insertUntilLost = async () => {
    for (;;) {
      sent += 1;
      await sql.query('INSERT INTO numbers (number) VALUES (?)', [sent]);
      acknowledged.push(sent);
    }
  };
  insertUntilLost().catch(() => 'the blow has fallen');
  return {
    get sent() {
      return sent;
    },
    acknowledged,
    destroy: () => sql.destroy(),
  };
}

async function prepare(server: Server): Promise<void> {
  const sql = await connected(server);
  await sql.query('CREATE OR REPLACE TABLE numbers (number BIGINT PRIMARY KEY) ENGINE = InnoDB');
  await holdFlush(server, sql);
  sql.destroy();
  await server.machine.sync();
}

/**
 * The log is also flushed once a second, which would make a loss a matter of luck: the next such
 * flush is put off for longer than the test lasts. That counts from the last one, and the first
 * comes a second after the start at any setting, so one is waited for.
 */
async function holdFlush({ machine }: Server, sql: Sql): Promise<void> {
  await sql.query('INSERT INTO numbers (number) VALUES (0)');
  await eventually(`the log of ${machine.name} is flushed`, () => lookAtLog(sql), {
    clock: monotonicClock,
    withinMs: WITHIN_MS,
    everyMs: 10,
  });
  await sql.query('SET GLOBAL innodb_flush_log_at_timeout = 600');
}

async function lookAtLog(sql: Sql): Promise<Look<true>> {
  const rows = await sql.query("SHOW GLOBAL STATUS LIKE 'Innodb\\_lsn\\_%'");
  const status = new Map(rows.map(([name, value]) => [name, Number(value)]));
  const current = status.get('Innodb_lsn_current');
  const flushed = status.get('Innodb_lsn_flushed');
  if (current !== undefined && current === flushed) return { done: true };
  return { state: `written up to ${current}, flushed up to ${flushed}` };
}

const enoughWritten = (writers: readonly Writer[]): Promise<true> =>
  eventually(
    `every machine has acknowledged ${ROWS} rows`,
    async () => {
      const counts = writers.map(({ acknowledged }) => acknowledged.length);
      return counts.every((count) => count >= ROWS)
        ? { done: true as const }
        : { state: `${counts.join(', ')} rows` };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS, everyMs: 5 },
  );

async function readBack(server: Server): Promise<readonly number[]> {
  const sql = await connected(server);
  const rows = await sql.query('SELECT number FROM numbers ORDER BY number');
  sql.destroy();
  return rows.map(([number]) => Number(number));
}

interface Outcome {
  readonly acknowledged: number;
  readonly lost: number;
  /** Rows that nobody has ever sent. */
  readonly phantoms: readonly number[];
}

/** Strikes all machines under load, lets them come back, and compares what was said with what is there. */
async function strike(
  blow: (machine: Machine) => Promise<unknown>,
  cure: (machine: Machine) => Promise<void>,
): Promise<ReadonlyMap<Flush, Outcome>> {
  await onEach(prepare);
  const writers = await onEach(write);
  await enoughWritten(writers);
  await onEach(({ machine }) => blow(machine));
  for (const writer of writers) writer.destroy();
  await onEach(({ machine }) => cure(machine));
  const tables = await onEach(readBack);
  return new Map(
    servers.map(({ flush }, index) => [flush, compare(writers[index], tables[index])] as const),
  );
}

function compare(writer: Writer | undefined, table: readonly number[] | undefined): Outcome {
  if (writer === undefined || table === undefined) throw new RangeError('every machine has both');
  const there = new Set(table);
  return {
    acknowledged: writer.acknowledged.length,
    lost: writer.acknowledged.filter((number) => !there.has(number)).length,
    phantoms: table.filter((number) => number > writer.sent),
  };
}

function expectLoss(
  outcomes: ReadonlyMap<Flush, Outcome>,
  expected: Readonly<Record<Flush, 'some' | 'none'>>,
): void {
  for (const [flush, { acknowledged, lost, phantoms }] of outcomes) {
    const found = `flush ${flush}: ${lost} of ${acknowledged} acknowledged rows lost`;
    expect(lost > 0 ? 'some' : 'none', found).toBe(expected[flush]);
    expect(phantoms, `flush ${flush}: rows that were never sent`).toEqual([]);
  }
}

test('a killed MariaDB loses acknowledged rows with flush 0 alone: the kernel has the others', async () => {
  const outcomes = await strike(
    (machine) => serviceOf(machine, GALERA).kill(),
    (machine) => serviceOf(machine, GALERA).start(),
  );
  expectLoss(outcomes, { 0: 'some', 2: 'none', 1: 'none' });
});

test('a MariaDB that loses power keeps what it acknowledged with flush 1 alone', async () => {
  const outcomes = await strike(
    (machine) => machine.powerOff(),
    (machine) => machine.powerOn(),
  );
  expectLoss(outcomes, { 0: 'some', 2: 'some', 1: 'none' });
});
