import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { eventually } from '../../core/eventually.ts';
import type { Machine } from '../../core/machine.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Service } from '../../core/service.ts';
import type { FormOptions, Outcome } from '../../core/system.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { edge } from './index.ts';
import { EDGE, HAPROXY, KEEPALIVED, NGINX } from './names.ts';
import { edgeRequests, type RequestsTo } from './requests.ts';

const WITHIN_MS = 30_000;
const options = { clock: monotonicClock, progress: silent };
const kept = new AsyncDisposableStack();
const form = async (formed: readonly Machine[], how: FormOptions) =>
  edge().systems[0]?.form(formed, how);
let machines: readonly Machine[] = [];

beforeAll(async () => {
  machines = await provision(kept, 'errors');
  await form(machines, options);
});
afterAll(() => kept.disposeAsync());

async function provision(
  stack: AsyncDisposableStack,
  name: string,
  overlays: readonly string[] = [],
): Promise<readonly Machine[]> {
  const { images, ...ready } = await setUp({
    images: ['machine', EDGE],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const platform = dockerPlatform({ ...ready, images, keep: 'no' });
  const cluster = await platform.provision(edge({ overlays }), {
    run: `test-edge-${name}-${process.pid}`,
    progress: silent,
    needs: new Set(),
    onLog: () => undefined,
  });
  return stack.use(cluster).machines;
}

const servicesNamed = (name: string): readonly Service[] =>
  machines.flatMap(({ services }) => services.filter((service) => service.name === name));

/** Lane 0 is the first machine's, lane 1 the second's. */
async function ask(
  to: RequestsTo,
  { lane = 0, timeoutMs = 1_000, meanwhile = async () => undefined as unknown } = {},
): Promise<Outcome> {
  const lanes = { clock: monotonicClock, lane, timeoutMs, settings: { to } };
  await using client = edgeRequests.open(machines, lanes);
  const [outcome] = await Promise.all([client.invoke({ f: 'get', value: null }), meanwhile()]);
  return outcome;
}

const stopAll = (name: string) =>
  Promise.all(servicesNamed(name).map((service) => service.stop({ withinMs: WITHIN_MS })));

const everybody = ['edge-1', 'edge-2', 'edge-3'];

test('an answer says which backend gave it, and through whose HAProxy it came', async () => {
  const outcome = await ask('virtual-address');
  expect(outcome).toMatchObject({
    type: 'ok',
    machine: 'edge-1',
    value: { status: 200, expected: everybody, backend: expect.stringMatching(/^edge-[123]$/) },
  });
  expect(await ask('each-machine', { lane: 1 })).toMatchObject({ type: 'ok', machine: 'edge-2' });
  expect(await ask('each-backend', { lane: 2 })).toMatchObject({
    type: 'ok',
    value: { status: 200, backend: 'edge-3', expected: ['edge-3'] },
  });
});

test('a connection that breaks after the request was sent: it may have been served', async () => {
  const [nginx, haproxy] = [servicesNamed(NGINX)[1], servicesNamed(HAPROXY)[1]];
  await nginx?.stop({ withinMs: WITHIN_MS });
  // In its place: something that accepts, says nothing for half a second, and closes.
  const mute = ['timeout', '4', 'busybox', 'nc', '-ll', '-p', '8080', '-e', 'sleep', '0.5'];
  const outcome = await ask('each-backend', {
    lane: 1,
    timeoutMs: 3_000,
    meanwhile: async () => haproxy?.exec(mute),
  });
  await nginx?.start();
  expect(outcome).toMatchObject({ type: 'info', error: { code: 'ECONNRESET' } });
});

test('a server that takes a request, and then counts as down: it may have been served', async () => {
  // Until every HAProxy counts every server in again.
  await form(machines, options);
  const [nginx, haproxy] = [servicesNamed(NGINX)[1], servicesNamed(HAPROXY)[1]];
  await nginx?.stop({ withinMs: WITHIN_MS });
  // In its place: something that accepts, and never answers, until after HAProxy has given it up.
  const mute = ['timeout', '9', 'busybox', 'nc', '-ll', '-p', '8080', '-e', 'cat'];
  const silence = haproxy?.exec(mute);
  await eventually(
    'it accepts',
    async () => {
      const reach = await nginx?.reach();
      return reach === 'accepts' ? { done: true } : { state: `${reach}` };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );
  const asked = everybody.map(() => ask('each-machine', { timeoutMs: 8_000 }));
  const outcomes = await Promise.all(asked);
  await silence;
  await nginx?.start();
  expect(outcomes.map(({ type }) => type).toSorted()).toEqual(['info', 'ok', 'ok']);
});

test('an address whose HAProxy refuses: the request was never sent', async () => {
  const haproxy = servicesNamed(HAPROXY)[1];
  await haproxy?.stop({ withinMs: WITHIN_MS });
  expect(await haproxy?.reach()).toBe('refuses');
  expect(await ask('each-machine', { lane: 1 })).toMatchObject({
    type: 'fail',
    error: { code: 'NOT_SENT' },
  });
});

test('503 of HAProxy itself: no server had the request', async () => {
  await stopAll(NGINX);
  const outcome = await eventually(
    'HAProxy has no server',
    async () => {
      const found = await ask('each-machine');
      return 'error' in found && found.error.code === 'HTTP_503'
        ? { done: found }
        : { state: JSON.stringify(found) };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );
  expect(outcome).toMatchObject({
    type: 'fail',
    machine: 'edge-1',
    value: { backend: null, status: 503, expected: everybody },
  });
});

test('an address that nobody holds: the request was never sent', async () => {
  await stopAll(KEEPALIVED);
  expect(await ask('virtual-address')).toMatchObject({
    type: 'fail',
    error: { code: 'NOT_SENT' },
  });
});

test.each([
  ['keepalived.conf', 'advert_int', 'advrt_int', /Line \d+\) Unknown keyword 'advrt_int'/],
  ['haproxy.cfg', 'balance', 'balanse', /unknown keyword 'balanse'/],
  ['nginx.conf', 'access_log', 'acces_log', /unknown directive "acces_log"/],
])('a typo in %s ends the forming in seconds, in the product’s words', async (...mistake) => {
  const [file, right, wrong, complaint] = mistake;
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-edge-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  cpSync(fixtureFolder(EDGE), folder, { recursive: true });
  const text = readFileSync(join(folder, file), 'utf8');
  writeFileSync(join(folder, file), text.replaceAll(`    ${right} `, `    ${wrong} `));
  const own = await provision(stack, file.replace(/\W.*/, ''), [folder]);
  const startedAt = monotonicClock.now();
  const refusal = await form(own, options).then(() => 'it formed', messageOf);
  expect(refusal).toMatch(complaint);
  expect(monotonicClock.now() - startedAt).toBeLessThan(10_000);
});
