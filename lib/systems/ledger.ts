import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { monotonicClock } from '../core/clock.ts';
import { eventually } from '../core/eventually.ts';
import { openLane, type Session } from '../core/lane.ts';
import { type Machine, serviceOf } from '../core/machine.ts';
import type { Service } from '../core/service.ts';
import type { Outcome, System, Vocabulary, Watcher } from '../core/system.ts';
import type { Topology } from '../core/topology.ts';
import { within } from '../core/within.ts';

const NAME = 'ledger';
const BYSTANDER = 'bystander';
const PORT = 7_000;
const READ_WITHIN_MS = 10_000;
const STARTS_WITHIN_MS = 10_000;
const BACK_OFF_MS = 50;

export interface LedgerOptions {
  /** `before` flushes what it acknowledges to the disk first; `never` leaves that to the kernel. */
  readonly flush: 'before' | 'never';
  /** The first keeps the set; the others run the same and are there to be harmed. */
  readonly machines?: number;
}

/**
 * The smallest service that keeps what it acknowledges: the harness proves itself on it. There is
 * no replication: what its one machine loses is lost.
 */
export function ledger({ flush, machines = 1 }: LedgerOptions): Topology {
  return {
    name: NAME,
    settings: { flush, machines },
    machines: Array.from({ length: machines }, (_, index) => ({
      name: `${NAME}-${index + 1}`,
      services: [
        {
          name: NAME,
          system: index === 0 ? NAME : BYSTANDER,
          image: NAME,
          port: PORT,
          environment: {},
          data: ['/var/lib/ledger'],
          arguments: () => [
            ...['--port', `${PORT}`, '--file', '/var/lib/ledger/elements'],
            ...['--flush', flush === 'before' ? 'yes' : 'no'],
          ],
          memoryMiB: 16,
        },
      ],
    })),
    systems:
      machines > 1 ? [system(NAME, { set }), system(BYSTANDER, {})] : [system(NAME, { set })],
  };
}

const set: Vocabulary = {
  prepare: async () => undefined,
  open: (machines, { clock, timeoutMs }) =>
    openLane({
      clock,
      timeoutMs,
      machines: machines.slice(0, 1),
      backOffMs: BACK_OFF_MS,
      connect: openSession,
    }),
  readAll: async (machine) => {
    const conversation = await converse(machine, READ_WITHIN_MS);
    try {
      return await readElements(conversation);
    } finally {
      conversation.close();
    }
  },
};

const system = (name: string, vocabularies: System['vocabularies']): System => ({
  name,
  form: async (machines, { clock, signal }) => {
    for (const machine of machines) {
      const service = serviceOf(machine, name);
      if (!(await service.state()).running) await service.start();
      const look = async () => {
        const reach = await service.reach();
        return reach === 'accepts' ? { done: true as const } : { state: `port ${PORT} ${reach}` };
      };
      await eventually(`${machine.name} accepts`, look, {
        clock,
        signal,
        withinMs: STARTS_WITHIN_MS,
        everyMs: 10,
        hint: `See ${machine.name}-${NAME}.log in the folder of this run.`,
      });
    }
  },
  stop: async (machines) => {
    for (const machine of machines) {
      await serviceOf(machine, name).stop({ withinMs: STARTS_WITHIN_MS });
    }
  },
  watch: (machine) => watch(serviceOf(machine, name)),
  redundancy: (observations) => {
    const up = [...observations.values()].filter(({ reachable }) => reachable).length;
    return { full: up === observations.size, detail: `${up} of ${observations.size} answer` };
  },
  vocabularies,
});

function watch(service: Service): Watcher {
  return {
    observe: async () => {
      const reach = await service.reach();
      const reachable = reach === 'accepts';
      return {
        reachable,
        role: reachable ? 'primary' : 'none',
        members: [service.machine],
        state: { reach },
      };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function openSession(machine: Machine, withinMs: number): Promise<Session> {
  const conversation = await converse(machine, withinMs);
  return {
    get broken() {
      return conversation.closed;
    },
    destroy: () => conversation.close(),
    execute: async ({ f, value }): Promise<Outcome> => {
      if (f === 'read') return read(conversation, machine);
      const answer = await conversation.ask(`add ${value}`, firstLine).catch(() => undefined);
      if (answer === `ok ${value}`) return { type: 'ok', machine: machine.name };
      const message = answer ?? 'the connection was lost';
      return { type: 'info', error: { code: 'LEDGER', message }, machine: machine.name };
    },
  };
}

async function read(conversation: Conversation, { name }: Machine): Promise<Outcome> {
  const elements = await readElements(conversation).catch(() => undefined);
  if (elements !== undefined) return { type: 'ok', machine: name, value: [...elements] };
  const message = 'the connection was lost';
  return { type: 'info', error: { code: 'LEDGER', message }, machine: name };
}

const readElements = (conversation: Conversation): Promise<readonly number[]> => {
  const elements: number[] = [];
  return conversation.ask('all', (line) => {
    if (line === 'end') return elements;
    elements.push(Number(line));
    return undefined;
  });
};

const firstLine = (line: string): string => line;

interface Conversation {
  readonly closed: boolean;
  /**
   * What `take` makes of the answer's lines: the first thing that is not undefined. Rejects where
   * the connection ends or stays silent. One request at a time.
   */
  ask<T>(request: string, take: (line: string) => T | undefined): Promise<T>;
  close(): void;
}

async function converse({ name, address }: Machine, withinMs: number): Promise<Conversation> {
  const socket: Socket = connect({ host: address, port: PORT });
  let closed = false;
  let onLine: (line: string) => void = () => undefined;
  let onEnd: (error: Error) => void = () => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    onEnd = reject;
  });
  socket.on('error', (error) => onEnd(error));
  socket.once('close', () => {
    closed = true;
    onEnd(new Error(`${name} closed the connection`));
  });
  // It repeats the errors of its input, and one that nobody hears ends the process.
  createInterface({ input: socket })
    .on('line', (line) => onLine(line))
    .on('error', (error) => onEnd(error));
  const inTime = async <T>(promise: Promise<T>, ms: number): Promise<T> => {
    const found = await within(monotonicClock, ms, promise);
    if (found !== 'late') return found.value;
    socket.destroy();
    throw new Error(`${name} did not answer within ${ms} ms`);
  };
  await inTime(opened, withinMs);
  return {
    get closed() {
      return closed;
    },
    ask: <T>(request: string, take: (line: string) => T | undefined) => {
      const answer = new Promise<T>((resolve, reject) => {
        onEnd = reject;
        onLine = (line) => {
          const taken = take(line);
          if (taken !== undefined) resolve(taken);
        };
      });
      if (closed) onEnd(new Error(`${name} closed the connection`));
      socket.write(`${request}\n`);
      return inTime(answer, READ_WITHIN_MS);
    },
    close: () => socket.destroy(),
  };
}
