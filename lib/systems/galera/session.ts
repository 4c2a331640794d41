import { monotonicClock } from '../../core/clock.ts';
import { eventually } from '../../core/eventually.ts';
import type { Json } from '../../core/history.ts';
import { openLane, type Session } from '../../core/lane.ts';
import type { Host, Machine } from '../../core/machine.ts';
import type { Client, LaneOptions, Operation } from '../../core/system.ts';
import { within } from '../../core/within.ts';
import { connectSql, type Sql } from './connect.ts';
import { classify } from './errors.ts';

const BACK_OFF_MS = 100;
const READ_WITHIN_MS = 10_000;

/** Galera itself waits up to repl.causal_read_timeout (30 s) until a node has caught up. */
const WORK_WITHIN_MS = 60_000;

/** Waits until everything that the cluster has committed so far is applied on this node, too. */
const CAUGHT_UP = 'SET SESSION wsrep_sync_wait = 15';

/** Carries out one operation; what comes back is the answer. Rejects with the driver's errors. */
export type Carry = (sql: Sql, operation: Operation) => Promise<Json | undefined>;

/** Where clients connect instead of the nodes themselves: what is in front of them, and passes them on. */
export interface Through {
  readonly name: string;
  /** Its address, for nodes on these machines. */
  readonly address: (machines: readonly Host[]) => string;
}

export interface ClientOptions {
  readonly carry: Carry;
  /** Statements for every new connection. */
  readonly greet?: readonly string[];
  readonly through?: Through | undefined;
}

/** A client of one lane; each lane prefers another node, so that all nodes are written to. */
export function openClient(
  machines: readonly Machine[],
  { clock, lane, timeoutMs }: LaneOptions,
  options: ClientOptions,
): Client {
  const { through } = options;
  return openLane<Host>({
    clock,
    timeoutMs,
    machines:
      through === undefined
        ? rotate(machines, lane)
        : [{ name: through.name, address: through.address(machines) }],
    backOffMs: BACK_OFF_MS,
    connect: (host, withinMs) => openSession(host, withinMs, options),
  });
}

const WHO = 'SELECT @@wsrep_node_name';

async function openSession(
  host: Host,
  withinMs: number,
  { carry, greet = [], through }: ClientOptions,
): Promise<Session> {
  const sql = await connectSql(host, withinMs);
  for (const statement of greet) await sql.query(statement);
  const machine = through === undefined ? host.name : String((await sql.query(WHO))[0]?.[0]);
  let serves = true;
  return {
    get broken() {
      return sql.lost || !serves;
    },
    destroy: sql.destroy,
    execute: async (operation) => {
      try {
        const value = await carry(sql, operation);
        return {
          type: 'ok',
          machine,
          ...(value === undefined ? {} : { value }),
        };
      } catch (thrown) {
        const { type, error, serves: stillServes } = classify(thrown);
        serves = stillServes;
        return { type, error, machine };
      }
    },
  };
}

/** Works on a connection to the first machine, whichever that is. */
export async function onFirst<T>(
  machines: readonly Machine[],
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const [first] = machines;
  if (first === undefined) throw new RangeError('galera runs on no machine');
  return onConnection(first, work);
}

/**
 * Works on a connection to a machine that has caught up with its peers. One that refuses is asked again: a
 * node answers 1047 or 1205 in the moment in which its group changes, and the question here is what it
 * holds, not whether it serves.
 */
export const onCaughtUp = <T>(machine: Machine, work: (sql: Sql) => Promise<T>): Promise<T> =>
  eventually(
    `${machine.name} says what it holds`,
    async () => ({
      done: await onConnection(machine, async (sql) => {
        await sql.query(CAUGHT_UP);
        return work(sql);
      }),
    }),
    { clock: monotonicClock, withinMs: READ_WITHIN_MS },
  );

async function onConnection<T>(machine: Machine, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = await connectSql(machine, READ_WITHIN_MS);
  try {
    const answer = await within(monotonicClock, WORK_WITHIN_MS, work(sql));
    if (answer !== 'late') return answer.value;
    throw new Error(`${machine.name}: no answer within ${WORK_WITHIN_MS / 1_000} s`);
  } finally {
    sql.destroy();
  }
}

const rotate = <T>(items: readonly T[], by: number): readonly T[] => {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};
