import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allEnded } from '../../core/all-ended.ts';
import { monotonicClock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { eventually } from '../../core/eventually.ts';
import { askHttp, type HttpRequest, keptConnection } from '../../core/http.ts';
import { type Machine, serviceOf } from '../../core/machine.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { silent } from '../../core/progress.ts';
import type { Client, Observation, System, Watcher } from '../../core/system.ts';
import type { Topology } from '../../core/topology.ts';
import { dockerPlatform } from '../../engine/docker-platform.ts';
import { setUp } from '../../engine/set-up.ts';
import { galera } from '../galera/index.ts';
import { classifyAnswer } from './errors.ts';
import { keystone } from './index.ts';
import { API_PORT, KEYSTONE } from './names.ts';
import { issueToken } from './token.ts';

const WITHIN_MS = 30_000;
const OPERATIONS = 30;
const forming = { clock: monotonicClock, progress: silent };
const kept = new AsyncDisposableStack();
const databases = galera();
const services = keystone();
let machines: readonly Machine[] = [];

beforeAll(async () => {
  machines = await provision(kept, 'all', machineByMachine(databases, services));
  for (const { form } of [...databases.systems, ...services.systems]) await form(machines, forming);
});
afterAll(() => kept.disposeAsync());

/** The services of both on the same machines. */
const machineByMachine = (below: Topology, above: Topology): Topology => ({
  ...below,
  machines: below.machines.map((machine, index) => ({
    ...machine,
    services: [...machine.services, ...(above.machines[index]?.services ?? [])],
  })),
});

async function provision(
  stack: AsyncDisposableStack,
  name: string,
  topology: Topology,
): Promise<readonly Machine[]> {
  const { images, ...ready } = await setUp({
    images: ['machine', 'galera', KEYSTONE],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const cluster = await dockerPlatform({ ...ready, images, keep: 'no' }).provision(topology, {
    run: `test-keystone-${name}-${process.pid}`,
    progress: silent,
    needs: new Set(),
    onLog: () => undefined,
  });
  return stack.use(cluster).machines;
}

const [system] = services.systems as [System];

function vocabulary(name: 'set' | 'requests') {
  const found = system.vocabularies[name];
  if (found === undefined) throw new RangeError(name);
  return found;
}

const open = (name: 'set' | 'requests', lane: number): Client =>
  vocabulary(name).open(machines, {
    clock: monotonicClock,
    lane,
    timeoutMs: WITHIN_MS,
    settings: {},
  });

function numbered(number: number): Machine {
  const machine = machines[number - 1];
  if (machine === undefined) throw new RangeError(`machine ${number}`);
  return machine;
}

const held = async (machine: Machine): Promise<readonly unknown[]> => {
  const read = vocabulary('set').readAll;
  if (read === undefined) throw new RangeError('projects are read in the end');
  return (await read(machine)).toSorted((one, other) => Number(one) - Number(other));
};

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, id) => id);

/** Looks until what a machine says of itself is as expected. */
async function untilSeen(
  what: string,
  watcher: Watcher,
  expected: (seen: Observation) => boolean,
): Promise<void> {
  const look = async () => {
    const seen = await watcher.observe();
    return expected(seen) ? { done: true as const } : { state: JSON.stringify(seen) };
  };
  await eventually(what, look, { clock: monotonicClock, withinMs: WITHIN_MS, everyMs: 100 });
}

/** Asks one Keystone, without a client's manners. */
const ask = ({ address }: Machine, request: HttpRequest) =>
  askHttp(
    { address, port: API_PORT, ...request },
    { agent: keptConnection(), withinMs: WITHIN_MS },
  );

const create = (token: string, project: object): HttpRequest => ({
  path: '/v3/projects',
  method: 'POST',
  headers: { 'x-auth-token': token, 'content-type': 'application/json' },
  body: JSON.stringify({ project }),
});

const tokenOf = ({ name, address }: Machine): Promise<string> =>
  issueToken({ name, address, port: API_PORT }, { scope: 'project', withinMs: WITHIN_MS });

test('what one Keystone acknowledges, all list, also while one is dead and after it is back', async () => {
  const clients = [0, 1, 2].map((lane) => kept.use(open('set', lane)));
  const add = async (id: number) => clients[id % 3]?.invoke({ f: 'add', value: id });
  const outcomes = await allEnded(upTo(OPERATIONS).map(add));
  expect(outcomes.map((outcome) => outcome?.type)).toEqual(Array(OPERATIONS).fill('ok'));
  const answered = new Set(outcomes.map((outcome) => outcome?.machine));
  expect([...answered].toSorted()).toEqual(['galera-1', 'galera-2', 'galera-3']);

  await using watcher = system.watch(numbered(1), machines);
  await untilSeen('it is there', watcher, ({ state }) => state['database'] === 'reached');
  await serviceOf(numbered(1), KEYSTONE).kill();
  await untilSeen('it is gone', watcher, ({ reachable }) => !reachable);
  expect(await held(numbered(2))).toEqual(upTo(OPERATIONS));
  await expect(held(numbered(1))).rejects.toThrow(/ECONNREFUSED/);
  // The client that preferred it goes to the next one; what it could not send, it says so.
  const after = await clients[0]?.invoke({ f: 'add', value: OPERATIONS });
  if (after?.type === 'ok') expect(after.machine).not.toBe('galera-1');
  else expect(after).toMatchObject({ type: 'fail', error: { code: 'NOT_SENT' } });
  const next = await clients[0]?.invoke({ f: 'add', value: OPERATIONS + 1 });
  expect(next).toMatchObject({ type: 'ok', machine: 'galera-2' });

  await system.form(machines, forming);
  const expected = [
    ...upTo(OPERATIONS),
    ...(after?.type === 'ok' ? [OPERATIONS] : []),
    OPERATIONS + 1,
  ];
  for (const machine of machines) expect(await held(machine)).toEqual(expected);
  expect(await clients[1]?.invoke({ f: 'read', value: null })).toMatchObject({
    type: 'ok',
    value: expect.arrayContaining([0, OPERATIONS - 1]),
  });
});

test('tokens are valid at every Keystone, and passwords are accepted', async () => {
  await using client = open('requests', 1);
  expect(await client.invoke({ f: 'get', value: null })).toEqual({
    type: 'ok',
    machine: 'galera-2',
    value: { backend: 'galera-2', status: 200 },
  });
  expect(await client.invoke({ f: 'get', value: '/v3/auth/tokens' })).toMatchObject({
    type: 'ok',
    value: { status: 201 },
  });
  const token = await tokenOf(numbered(1));
  const headers = { 'x-auth-token': token, 'x-subject-token': token };
  for (const machine of machines) {
    expect(await ask(machine, { path: '/v3/auth/tokens', headers })).toMatchObject({ status: 200 });
  }
});

test('a token that is refused: nothing was done, and the client gets itself another', async () => {
  const token = await tokenOf(numbered(1));
  const before = await held(numbered(1));
  const answer = await ask(numbered(2), create('gAAAAAnonsense', { name: 'project-90000' }));
  expect(answer.status).toBe(401);
  expect(classifyAnswer(answer)).toMatchObject({ type: 'fail', error: { code: 'HTTP_401' } });
  expect(await held(numbered(2))).toEqual(before);

  await using client = open('set', 2);
  expect(await client.invoke({ f: 'add', value: 80_000 })).toMatchObject({ type: 'ok' });
  // Who changes a password takes all tokens away that it gave.
  await changePassword(token, { from: 'blackstart', to: 'another' });
  await changePassword(await tokenThatIsValid('another'), { from: 'another', to: 'blackstart' });
  expect(await ask(numbered(1), create(token, { name: 'project-90001' }))).toMatchObject({
    status: 401,
  });
  await tokenThatIsValid('blackstart');
  expect(await client.invoke({ f: 'add', value: 80_001 })).toMatchObject({ type: 'ok' });
});

interface Change {
  readonly from: string;
  readonly to: string;
}

async function changePassword(token: string, { from, to }: Change): Promise<void> {
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
  const self = await ask(numbered(1), {
    path: '/v3/auth/tokens',
    headers: { ...headers, 'x-subject-token': token },
  });
  expect(self.status, self.body).toBe(200);
  const { id } = JSON.parse(self.body).token.user;
  const { status, body } = await ask(numbered(1), {
    path: `/v3/users/${id}/password`,
    method: 'POST',
    headers,
    body: JSON.stringify({ user: { password: to, original_password: from } }),
  });
  expect(status, body).toBe(204);
}

/** Those of the second in which all before were taken away are not. */
const tokenThatIsValid = (password: string): Promise<string> =>
  eventually(
    'a new token is valid',
    async () => {
      const token = await tokenFor(password);
      const headers = { 'x-auth-token': token, 'x-subject-token': token };
      const { status } = await ask(numbered(1), { path: '/v3/auth/tokens', headers });
      return status === 200 ? { done: token } : { state: `answered ${status}` };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS },
  );

async function tokenFor(password: string): Promise<string> {
  const user = { name: 'admin', password, domain: { id: 'default' } };
  const identity = { methods: ['password'], password: { user } };
  const { headers } = await ask(numbered(1), {
    path: '/v3/auth/tokens',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity } }),
  });
  return String(headers['x-subject-token']);
}

test('what is not understood or not allowed is not done', async () => {
  const before = await held(numbered(1));
  const misunderstood = await ask(numbered(1), create(await tokenOf(numbered(1)), { name: 7 }));
  expect(classifyAnswer(misunderstood)).toMatchObject({
    type: 'fail',
    error: { code: 'HTTP_400' },
  });
  const { address, name } = numbered(1);
  const nobodys = await issueToken(
    { address, name, port: API_PORT },
    { scope: 'none', withinMs: WITHIN_MS },
  );
  const forbidden = await ask(
    numbered(1),
    create(nobodys, { name: 'project-90002', domain_id: 'default' }),
  );
  expect(classifyAnswer(forbidden)).toMatchObject({ type: 'fail', error: { code: 'HTTP_403' } });
  expect(await held(numbered(1))).toEqual(before);
});

test('a name that is taken proves nothing of the request that took it', async () => {
  await using client = open('set', 0);
  expect(await client.invoke({ f: 'add', value: 0 })).toMatchObject({
    type: 'info',
    error: { code: 'HTTP_409' },
  });
});

test('a project that one copy of the database lacks is missed there, and there alone', async () => {
  const before = await held(numbered(3));
  const statement = "SET wsrep_on = OFF; DELETE FROM keystone.project WHERE name = 'project-1'";
  const { exitCode, output } = await serviceOf(numbered(3), 'galera').exec([
    'mariadb',
    '-e',
    statement,
  ]);
  expect(exitCode, output).toBe(0);
  expect(await held(numbered(3))).toEqual(before.filter((number) => number !== 1));
  expect(await held(numbered(1))).toEqual(before);
});

test('a database that hangs or is gone is told from a Keystone that is gone', async () => {
  const database = serviceOf(numbered(3), 'galera');
  await using watcher = system.watch(numbered(3), machines);
  const isBack = ({ state }: Observation) => state['database'] === 'reached';
  await untilSeen('it reaches its database', watcher, isBack);
  const token = await tokenOf(numbered(3));
  await database.pause();
  await untilSeen('its database hangs', watcher, ({ state }) => state['database'] === 'no answer');
  await database.resume();
  await untilSeen('it reaches its database again', watcher, isBack);
  await database.kill();
  await untilSeen(
    'it answers without a database',
    watcher,
    ({ reachable, state }) => reachable && state['database'] === 'not reached: 500',
  );
  const answer = await ask(numbered(3), create(token, { name: 'project-90003' }));
  expect(classifyAnswer(answer)).toMatchObject({ type: 'info', error: { code: 'HTTP_500' } });
  // It gives out no tokens, so that a client goes elsewhere.
  await using client = open('set', 2);
  const outcome = await client.invoke({ f: 'add', value: 70_000 });
  expect(outcome).toMatchObject({ type: 'ok', machine: 'galera-1' });
  for (const { form } of databases.systems) await form(machines, forming);
  await untilSeen('it reaches its database again', watcher, isBack);
});

const inSql = (statement: string): readonly string[] => ['mariadb', '-Ne', statement];

/** Throws Keystone's connections out as soon as half of its tables are there. */
const throwOut = `
  count="select count(*) from information_schema.tables where table_schema = 'keystone'"
  half=$(($(mariadb -Ne "$count") / 2))
  mariadb -e 'DROP DATABASE keystone; CREATE DATABASE keystone'
  echo empty > /tmp/emptied
  until [ "$(mariadb -Ne "$count")" -ge "$half" ]; do :; done
  mariadb -e 'KILL USER keystone'`;

test('a database that is lost while it is being filled is filled anew, and completely', async () => {
  const database = serviceOf(numbered(1), 'galera');
  const rows = 'SELECT COUNT(*) FROM keystone.implied_role, keystone.local_user';
  const before = await database.exec(inSql(rows));
  const [thrown, seeded] = await Promise.all([
    database.exec(['bash', '-c', throwOut]),
    database
      .exec(['bash', '-c', 'until [ -e /tmp/emptied ]; do :; done'])
      .then(() => serviceOf(numbered(1), KEYSTONE).exec(['keystone-seed'])),
  ]);
  for (const { exitCode, output } of [before, thrown]) expect(exitCode, output).toBe(0);
  expect(seeded.output).toMatch(/begins anew: .*\n.*the database was empty, and was filled/);
  expect(await database.exec(inSql(rows))).toEqual(before);
});

test.each([
  ['uwsgi.ini', 'processes =', 'proceses =', /unknown config directive: proceses/],
  ['keystone.conf', '[database]', '[database', /keystone\.conf:\d+/],
])('a typo in %s ends the forming in the product’s words', async (...mistake) => {
  const [file, right, wrong, complaint] = mistake;
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-keystone-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  cpSync(fixtureFolder(KEYSTONE), folder, { recursive: true });
  const text = readFileSync(join(folder, file), 'utf8');
  writeFileSync(join(folder, file), text.replace(right, wrong));
  const own = await provision(
    stack,
    file.replace(/\W.*/, ''),
    keystone({ nodes: 1, overlays: [folder] }),
  );
  const refusal = await system.form(own, forming).then(() => 'it formed', messageOf);
  expect(refusal).toMatch(complaint);
});
