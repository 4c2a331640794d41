import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { type Order, orderSchema, type Reply } from './protocol.ts';

/** Carries an order out; what it resolves to must be JSON. */
export type Obey = (order: Order, progress: Progress) => Promise<unknown>;

/** Takes orders, from this account alone, until it is disposed of: then those under way are answered. */
export async function serveOrders(path: string, obey: Obey): Promise<AsyncDisposable> {
  const underWay = new Set<Promise<void>>();
  const silent = new Set<Socket>();
  const server = createServer((socket) => {
    // Who has hung up is told nothing more: what was ordered is done all the same.
    socket.on('error', () => socket.destroy());
    silent.add(socket);
    const heard = (order: Order, progress: Progress) => {
      silent.delete(socket);
      return obey(order, progress);
    };
    const answering = answer(socket, heard).finally(() => {
      silent.delete(socket);
      underWay.delete(answering);
    });
    underWay.add(answering);
  });
  server.listen(path);
  await once(server, 'listening');
  chmodSync(path, 0o600);
  return {
    [Symbol.asyncDispose]: async () => {
      server.close();
      // Who has ordered nothing yet has nothing to be told.
      for (const socket of silent) socket.destroy();
      await Promise.all(underWay);
    },
  };
}

async function answer(socket: Socket, obey: Obey): Promise<void> {
  const say = (reply: Reply) => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
  };
  try {
    const line = await firstLine(socket);
    if (line === undefined) return;
    const done = await obey(orderIn(line), (progress) => say({ progress }));
    say({ done: JSON.parse(JSON.stringify(done ?? null)) });
  } catch (error) {
    const [code, hint] =
      error instanceof HarnessError
        ? [error.code, error.hint]
        : ['UNEXPECTED', 'This is a defect of Blackstart; please report it.'];
    say({ refused: { code, message: messageOf(error), hint } });
  }
  if (socket.destroyed) return;
  // Until it is sent, not until it is read: whoever asked may have been stopped (Ctrl-Z).
  await new Promise<void>((sent) => socket.end(() => sent()));
  socket.destroy();
}

/** Undefined where somebody only looked whether anybody is there. */
async function firstLine(socket: Socket): Promise<string | undefined> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end !== -1) return text.slice(0, end);
  }
  return undefined;
}

function orderIn(line: string): Order {
  const order = orderSchema.safeParse(parsed(line));
  if (order.success) return order.data;
  throw new UsageError(`expected an order, found ${line.slice(0, 80)}`, {
    hint: 'Orders are given by the commands of the same release: blackstart status.',
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
