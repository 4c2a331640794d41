import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { monotonicClock } from './clock.ts';
import type { Host } from './machine.ts';
import { within } from './within.ts';

/** One connection on which a line is answered by lines. */
export interface Conversation {
  readonly closed: boolean;
  /**
   * What `take` makes of the answer's lines: the first thing that is not undefined. Rejects where
   * the connection ends, and with what `take` throws. One question at a time.
   */
  ask<T>(question: string, take: (line: string) => T | undefined): Promise<T>;
  close(): void;
}

/** Connects, or rejects within the time given. */
export async function converse(
  { name, address }: Host,
  port: number,
  withinMs: number,
): Promise<Conversation> {
  const socket = connect({ host: address, port, noDelay: true });
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
  if ((await within(monotonicClock, withinMs, opened)) === 'late') {
    socket.destroy();
    throw new Error(`${name} did not let anybody connect within ${withinMs} ms`);
  }
  return {
    get closed() {
      return closed;
    },
    ask: <T>(question: string, take: (line: string) => T | undefined) =>
      new Promise<T>((resolve, reject) => {
        onEnd = reject;
        onLine = (line) => {
          try {
            const taken = take(line);
            if (taken !== undefined) resolve(taken);
          } catch (error) {
            reject(error);
          }
        };
        if (closed) reject(new Error(`${name} closed the connection`));
        socket.write(`${question}\n`);
      }),
    close: () => socket.destroy(),
  };
}
