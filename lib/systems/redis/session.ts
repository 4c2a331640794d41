import { openLane, type Session } from '../../core/lane.ts';
import type { Machine } from '../../core/machine.ts';
import type { Client, LaneOptions, Operation, Outcome } from '../../core/system.ts';
import { type Connection, connectRedis, connectServer } from './connect.ts';
import { classify } from './errors.ts';
import { MASTER, REDIS_PORT, SENTINEL, SENTINEL_PORT } from './port.ts';

/**
 * How clients find the primary. `sentinel`: they ask the sentinels, each time they connect, and stay
 * with what they found for as long as it serves, as most drivers do. `direct`: they try the servers
 * in their order, and go to the next one when they are refused.
 */
export type ClientMode = 'sentinel' | 'direct';

/** How one vocabulary's operations are carried out; rejects with the driver's errors. */
export type Execute = (
  connection: Connection,
  operation: Operation,
) => Promise<Pick<Outcome, 'value'>>;

const BACK_OFF_MS = 100;

/** A sentinel, or a primary that it names, which is silent for so long is given up. */
const SILENT_MS = 400;

/** A client of the group. */
export const openClient = (
  machines: readonly Machine[],
  { clock, lane, timeoutMs }: LaneOptions,
  { mode, execute }: { readonly mode: ClientMode; readonly execute: Execute },
): Client =>
  openLane({
    clock,
    timeoutMs,
    machines: mode === 'direct' ? machines : rotate(machines.filter(hasSentinel), lane),
    backOffMs: BACK_OFF_MS,
    connect: async (machine, withinMs) => {
      const connection =
        mode === 'direct'
          ? await connectServer(machine.address, REDIS_PORT, withinMs)
          : await connectThroughSentinels(machine, machines, withinMs);
      return session(connection, nameOf(connection.address, machines), execute);
    },
  });

/** Asks this machine's sentinel first, then the others. */
const connectThroughSentinels = (
  first: Machine,
  machines: readonly Machine[],
  withinMs: number,
): Promise<Connection> => {
  const asked = machines.filter(hasSentinel);
  return connectRedis(
    {
      name: MASTER,
      sentinels: rotate(asked, asked.indexOf(first)).map(({ address }) => ({
        host: address,
        port: SENTINEL_PORT,
      })),
      sentinelRetryStrategy: () => null,
      sentinelCommandTimeout: SILENT_MS,
      connectTimeout: SILENT_MS,
    },
    withinMs,
  );
};

export const hasSentinel = ({ services }: Machine): boolean =>
  services.some(({ name }) => name === SENTINEL);

function session(connection: Connection, machine: string, execute: Execute): Session {
  let serves = true;
  return {
    get broken() {
      return connection.lost || !serves;
    },
    destroy: connection.destroy,
    execute: async (operation): Promise<Outcome> => {
      try {
        return { type: 'ok', machine, ...(await execute(connection, operation)) };
      } catch (thrown) {
        const { type, error, serves: stillServes } = classify(thrown);
        serves = stillServes;
        return { type, error, machine };
      }
    },
  };
}

function nameOf(address: string, machines: readonly Machine[]): string {
  const found = machines.find((machine) => machine.address === address);
  if (found === undefined) throw new RangeError(`no machine has the address ${address}`);
  return found.name;
}

/** Each lane prefers another sentinel. */
const rotate = <T>(items: readonly T[], by: number): readonly T[] => {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};
