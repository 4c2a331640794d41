import { z } from 'zod';
import { monotonicClock } from '../core/clock.ts';
import { type Conversation, converse } from '../core/conversation.ts';
import { eventually } from '../core/eventually.ts';
import { openLane, type Session } from '../core/lane.ts';
import { type Machine, serviceOf } from '../core/machine.ts';
import { recipe } from '../core/recipe.ts';
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

const optionsSchema = z.strictObject({
  flush: z
    .enum(['before', 'never'])
    .describe(
      'before flushes what it acknowledges to the disk first; never leaves that to the kernel.',
    ),
  machines: z
    .int()
    .min(1)
    .exactOptional()
    .describe('The first keeps the set; the others run the same and are there to be harmed.'),
});

export type LedgerOptions = z.output<typeof optionsSchema>;

/**
 * The smallest service that keeps what it acknowledges: the harness proves itself on it. There is
 * no replication: what its one machine loses is lost.
 */
export const ledger = recipe({ word: 'ledger', options: optionsSchema, make: ledgers });

function ledgers({ flush, machines = 1 }: LedgerOptions): Topology {
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
          environment: () => ({}),
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
    const conversation = await converse(machine, PORT, READ_WITHIN_MS);
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
  const conversation = await converse(machine, PORT, withinMs);
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

async function readElements(conversation: Conversation): Promise<readonly number[]> {
  const elements: number[] = [];
  const all = conversation.ask('all', (line) => {
    if (line === 'end') return elements;
    elements.push(Number(line));
    return undefined;
  });
  const found = await within(monotonicClock, READ_WITHIN_MS, all);
  if (found !== 'late') return found.value;
  throw new Error(`the ledger did not tell all its elements within ${READ_WITHIN_MS} ms`);
}

const firstLine = (line: string): string => line;
