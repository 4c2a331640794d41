import { once } from 'node:events';
import { connect } from 'node:net';
import type { Clock } from '../core/clock.ts';
import { openLane, type Session } from '../core/lane.ts';
import type { Host } from '../core/machine.ts';
import type { Operation, Outcome, Vocabulary } from '../core/system.ts';
import { within } from '../core/within.ts';
import { METRONOME_PORT } from './calibration-servers.ts';

export interface BeatsOptions {
  /** Pause of a lane after a connection failed: up to this much of an RTO is the client's own. */
  readonly backOffMs: number;
  /** Told the clock time of every connection that was made. */
  readonly onConnected: (at: number) => void;
}

/** Clients of a metronome, over the lanes that every system's clients use. */
export function beats({ backOffMs, onConnected }: BeatsOptions): Vocabulary {
  return {
    prepare: async () => undefined,
    open: (machines, { clock, timeoutMs }) =>
      openLane({
        clock,
        timeoutMs,
        machines,
        backOffMs,
        connect: async (machine, withinMs) => {
          const session = await openSession(machine, clock, withinMs);
          onConnected(clock.now());
          return session;
        },
      }),
    readAll: async () => [],
  };
}

async function openSession(host: Host, clock: Clock, withinMs: number): Promise<Session> {
  const socket = connect({ host: host.address, port: METRONOME_PORT, noDelay: true });
  // A connection that fails is closed then: that is what counts.
  socket.on('error', () => undefined);
  let settle: (answer: string | undefined) => void = () => undefined;
  socket.once('close', () => settle(undefined));
  let heard = '';
  socket.setEncoding('utf8').on('data', (text) => {
    heard += text;
    if (!heard.endsWith('\n')) return;
    settle(heard.trimEnd());
    heard = '';
  });
  const opened = await within(clock, withinMs, once(socket, 'connect')).catch(() => 'late');
  if (opened === 'late') {
    socket.destroy();
    throw new Error(`${host.name} does not let a client in`);
  }
  return {
    get broken() {
      return socket.destroyed;
    },
    destroy: () => socket.destroy(),
    execute: async ({ value }) => {
      const answered = new Promise<string | undefined>((resolve) => {
        settle = resolve;
      });
      socket.write(`beat ${value}\n`);
      return outcomeOf(await answered, value, host);
    },
  };
}

function outcomeOf(
  answer: string | undefined,
  value: Operation['value'],
  { name: machine }: Host,
): Outcome {
  if (answer === `ok ${value}`) return { type: 'ok', machine };
  const message = answer ?? 'the connection was lost';
  return { type: 'info', error: { code: 'METRONOME', message }, machine };
}
