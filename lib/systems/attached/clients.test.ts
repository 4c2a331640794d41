import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import { literalMachine, literalProject } from '../../core/literal-project.ts';
import type { Machine } from '../../core/machine.ts';
import type { LaneOptions, WorkloadSettings } from '../../core/system.ts';
import { connects } from './connects.ts';
import { httpRequests } from './http-requests.ts';
import { attachedSystem } from './index.ts';

const project = literalProject(literalMachine('web'));
const machines = [{ name: 'web', address: '127.0.0.1' } as Machine];

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    if ('closeAllConnections' in server)
      (server as { closeAllConnections(): void }).closeAllConnections();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const lane = (settings: WorkloadSettings): LaneOptions => ({
  ...{ clock: monotonicClock, lane: 0, timeoutMs: 500, settings },
});

const asked: { readonly url: string | undefined; readonly host: string | undefined }[] = [];

const answering = (status: number) =>
  createHttpServer(({ url, headers: { host } }, response) => {
    asked.push({ url, host });
    response.writeHead(status).end('x');
  });

async function request(status: number) {
  const port = await listen(answering(status));
  const url = `http://web:${port}/health?deep=1`;
  await using client = httpRequests(project).open(machines, lane({ url }));
  return await client.invoke({ f: 'get', value: url });
}

test.each([200, 204, 301, 404, 499])('an answer of %i is good: somebody serves', async (status) => {
  expect(await request(status)).toEqual({
    ...{ type: 'ok', machine: 'web', value: { backend: null, status } },
  });
});

test.each([500, 502, 503])(
  'an answer of %i is none, and may have been served all the same',
  async (status) => {
    expect(await request(status)).toMatchObject({
      ...{ type: 'info', error: { code: `HTTP_${status}` }, value: { status } },
    });
  },
);

test('a virtual host is asked by the name that it knows, for the whole path', async () => {
  await request(200);
  expect(asked.at(-1)).toMatchObject({
    url: '/health?deep=1',
    host: expect.stringMatching(/^web:\d+$/),
  });
});

test('where nobody listens, nothing was sent', async () => {
  const port = await listen(createServer());
  servers.pop()?.close();
  const url = `http://web:${port}/`;
  await using client = httpRequests(project).open(machines, lane({ url }));
  expect(await client.invoke({ f: 'get', value: url })).toMatchObject({
    ...{ type: 'fail', error: { code: 'NOT_SENT' } },
  });
});

test('a port that accepts is good, one that refuses certainly is not', async () => {
  const port = await listen(createServer((socket) => socket.on('error', () => undefined)));
  const knock = async () => {
    const value = `web:${port}`;
    await using client = connects(project).open(machines, lane({ port: value }));
    return await client.invoke({ f: 'connect', value });
  };
  expect(await knock()).toEqual({ type: 'ok', machine: 'web' });
  const [server] = servers.splice(0);
  server?.close();
  if (server !== undefined) await once(server, 'close');
  expect(await knock()).toMatchObject({ type: 'fail', error: { code: 'ECONNREFUSED' } });
});

test('where a port is not answered, nobody knows', async () => {
  // The range set aside for documentation: nobody is there.
  const nowhere = [{ name: 'web', address: '192.0.2.1' } as Machine];
  await using client = connects(project).open(nowhere, {
    ...lane({ port: 'web:9' }),
    timeoutMs: 50,
  });
  const outcome = await client.invoke({ f: 'connect', value: 'web:9' });
  expect(['info', 'fail']).toContain(outcome.type);
  expect(outcome).toHaveProperty('error');
});

test('a service of which nothing is known has no role and no redundancy', async () => {
  const service = { name: 'web', state: async () => ({ told: { container: 'running' } }) };
  const machine = { name: 'web', services: [service] } as unknown as Machine;
  const { watch, redundancy } = attachedSystem(project);
  await using watcher = watch(machine, [machine]);
  const seen = await watcher.observe();
  expect(seen).toEqual({
    ...{ reachable: true, role: 'unknown', members: [], state: { container: 'running' } },
  });
  expect(redundancy(new Map([['web', seen]]))).toEqual({
    ...{ full: true, detail: '1 of 1 run', known: false },
  });
  const paused = { ...seen, reachable: false };
  expect(redundancy(new Map([['web', paused]])).full).toBe(false);
});

test('who can’t be asked is told before anything is', () => {
  const { requests, tcp } = attachedSystem(project).vocabularies;
  expect(requests?.refuses?.({})).toContain('url=http://');
  expect(requests?.refuses?.({ url: 'http://web/' })).toBeUndefined();
  expect(tcp?.refuses?.({ port: 'db:1' })).toContain('shop (web), found db:1');
});
