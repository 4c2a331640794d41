import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { monotonicClock } from '../core/clock.ts';
import { watchDeath } from './tcp.ts';

async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

const watch = (port: number) =>
  watchDeath({ address: '127.0.0.1', port }, monotonicClock, { withinMs: 1_000 });

test.each(['destroy', 'resetAndDestroy'] as const)(
  'a connection that ends (%s) is a death',
  async (way) => {
    const { server, port } = await listening();
    const accepted = once(server, 'connection');
    await using death = await watch(port);
    const [connection] = await accepted;
    const orderedAt = monotonicClock.now();
    connection[way]();
    expect(await death.seen({ withinMs: 5_000 })).toBeGreaterThanOrEqual(orderedAt);
  },
);

test('a connection that stays is none, also when it was silent for longer than connecting may take', async () => {
  const { port } = await listening();
  await using death = await watch(port);
  expect(await death.seen({ withinMs: 1_200 })).toBeUndefined();
});

test('where nobody accepts there is nothing to see', async () => {
  const { server, port } = await listening();
  await new Promise((closed) => server.close(closed));
  await using death = await watch(port);
  expect(await death.seen({ withinMs: 60_000 })).toBeUndefined();
});
