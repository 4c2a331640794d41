import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../core/errors.ts';
import { thisProcess } from '../engine/owner.ts';
import {
  claimName,
  clusters,
  findCluster,
  forget,
  livingCluster,
  readCluster,
  socketIn,
  writeEnded,
  writeKeeper,
} from './clusters.ts';
import type { Order } from './protocol.ts';
import { serveOrders } from './serve.ts';
import { tell } from './tell.ts';

let state = '';
let env: Readonly<Record<string, string>> = {};

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'bs-'));
  env = { XDG_STATE_HOME: state };
});
afterEach(() => rmSync(state, { recursive: true }));

/** A process of this host that has ended: its start time is none that a process has. */
const gone = thisProcess().replace(/[^/]*$/, '1');

function claim(name: string): string {
  const asked = {
    load: 'usual',
    clock: 'plain',
    seed: 1,
    config: {},
    reports: '/reports',
    document: {},
  } as const;
  return claimName({ ...asked, name }, env);
}

test('a name belongs to one: the second who wants it is told what to do', () => {
  claim('galera');
  expect(() => claim('galera')).toThrow("a cluster named 'galera' is up already");
  claim('other');
  expect(clusters(env).map(({ name, state: is }) => [name, is])).toEqual([
    ['galera', 'alive'],
    ['other', 'alive'],
  ]);
});

test('what is claimed is for this account alone', () => {
  const place = claim('galera');
  expect(statSync(place).mode & 0o777).toBe(0o700);
});

test('a cluster is found by its name, or where it is the only one', () => {
  expect(() => findCluster(undefined, env)).toThrow('nothing is up');
  claim('galera');
  expect(findCluster(undefined, env).name).toBe('galera');
  claim('other');
  expect(() => findCluster(undefined, env)).toThrow(
    'expected --name, as several clusters are up: galera, other',
  );
  expect(findCluster('other', env).name).toBe('other');
  expect(() => findCluster('third', env)).toThrow("found 'third'");
});

test('a keeper that is gone is told by every command, and its name stays taken', () => {
  const place = claim('galera');
  writeKeeper(place, { owner: gone, run: 'x', folder: '/reports/x' });
  expect(readCluster(place)?.state).toBe('dead');
  expect(() => livingCluster(undefined, env)).toThrow(
    'the process that kept galera is gone: it was killed, or it crashed; what it recorded is in /reports/x',
  );
  expect(() => claim('galera')).toThrow("'galera' was left behind by a process that is gone");
  forget(place);
  expect(clusters(env)).toEqual([]);
});

test('a run that ended by itself says why, to whoever asks next', () => {
  const place = claim('galera');
  writeKeeper(place, { owner: gone });
  writeEnded(place, { message: 'the engine is gone', hint: 'Start it.' });
  expect(() => livingCluster('galera', env)).toThrow(
    'galera is not up any more: the engine is gone',
  );
});

test('what is written by halves is no cluster', () => {
  const place = claim('galera');
  writeFileSync(join(place, 'claim.json'), '{"protocol":1,');
  expect(clusters(env)).toEqual([]);
});

test('an order is obeyed, its progress told, and its answer given', async () => {
  const place = claim('galera');
  const orders: Order[] = [];
  await using _ = await serveOrders(socketIn(place), async (order, progress) => {
    orders.push(order);
    progress('stopping');
    return ['set'];
  });
  const heard: string[] = [];
  const cluster = { place, name: 'galera' };
  const answer = await tell(cluster, { order: 'load-stop', name: 'set' }, (w) => heard.push(w));
  expect(answer).toEqual(['set']);
  expect(heard).toEqual(['stopping']);
  expect(orders).toEqual([{ order: 'load-stop', name: 'set' }]);
  expect(statSync(socketIn(place)).mode & 0o777).toBe(0o600);
});

test('what is refused is refused as it was, and an order that is none as well', async () => {
  const place = claim('galera');
  await using _ = await serveOrders(socketIn(place), async () => {
    throw new UsageError('nothing is in force', { hint: 'Strike.' });
  });
  const refused = tell({ place, name: 'galera' }, { order: 'heal' });
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toMatchObject({ message: 'nothing is in force', hint: 'Strike.' });
  const socket = connect(socketIn(place));
  socket.write('{"order":"explode"}\n');
  const [said] = await once(socket, 'data');
  expect(JSON.parse(String(said))).toMatchObject({ refused: { code: 'USAGE' } });
});

test('who says nothing, or does not read, keeps no keeper from its end', async () => {
  const place = claim('galera');
  const serving = await serveOrders(socketIn(place), async () => ['set']);
  const mute = connect(socketIn(place));
  await once(mute, 'connect');
  const deaf = connect({ path: socketIn(place), allowHalfOpen: true });
  deaf.pause();
  deaf.write('{"order":"load-stop"}\n');
  await once(deaf, 'connect');
  await serving[Symbol.asyncDispose]();
  mute.destroy();
  deaf.destroy();
});

test('a cluster that is taken down while somebody looks on is told as that', async () => {
  const place = claim('galera');
  forget(place);
  await expect(tell({ place, name: 'galera' }, { order: 'status' })).rejects.toThrow(
    'galera is not up any more: it was taken down',
  );
});

test('a keeper that dies while it is asked is told as that', async () => {
  const place = claim('galera');
  const dying = await serveOrders(socketIn(place), async () => new Promise(() => undefined));
  const asking = tell({ place, name: 'galera' }, { order: 'status' });
  asking.catch(() => 'looked at below');
  writeKeeper(place, { owner: gone });
  expect(dying).toBeDefined();
  rmSync(socketIn(place));
  await expect(tell({ place, name: 'galera' }, { order: 'status' })).rejects.toMatchObject({
    code: 'KEEPER_GONE',
  });
});

test('a state folder whose socket would have too long a name is refused before anything is made', () => {
  env = { XDG_STATE_HOME: join(state, 'x'.repeat(100)) };
  expect(() => claim('galera')).toThrow("expected a socket's path of at most 107 bytes");
  expect(clusters(env)).toEqual([]);
});
