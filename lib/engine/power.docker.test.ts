import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { monotonicClock } from '../core/clock.ts';
import { eventually } from '../core/eventually.ts';
import type { Machine } from '../core/machine.ts';
import { packageFolder } from '../core/package-folder.ts';
import { silent } from '../core/progress.ts';
import type { Service } from '../core/service.ts';
import { inTime, within } from '../core/within.ts';
import { ledger } from '../systems/ledger.ts';
import { dockerPlatform } from './docker-platform.ts';
import { setUp } from './set-up.ts';

/** A peer must hear of a killed process this soon: later, and a kill is no process crash. */
const SEEN_WITHIN_MS = 100;
/** A peer must hear nothing of a machine without power for at least this long. */
const SILENT_FOR_MS = 2_000;
/** Longer than the 3 s in which a kernel gives up asking for the address of a silent neighbour. */
const ATTEMPT_MS = 4_000;
const WITHIN_MS = 10_000;

const kept = new AsyncDisposableStack();
let machine: Machine;
let service: Service;
/** That of the service. */
let port = 0;
/** On a machine that has spoken with that one, and on one that has not. */
let fellow: Service;
let stranger: Service;

beforeAll(async () => {
  const ready = await setUp({
    images: ['machine', 'ledger'],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });
  const topology = ledger({ flush: 'before', machines: 3 });
  const { machines } = kept.use(
    await dockerPlatform({ ...ready, keep: 'no' }).provision(topology, {
      run: `test-power-${process.pid}`,
      progress: silent,
      needs: new Set(['network-rules', 'disks']),
      onLog: () => undefined,
    }),
  );
  await Promise.all(machines.flatMap(({ services }) => services.map((one) => one.start())));
  const [first] = machines;
  if (first === undefined) throw new RangeError('the topology has machines');
  machine = first;
  // As on a machine that has run for long: what its image brought is on its disk.
  await machine.sync();
  [service, fellow, stranger] = [
    serviceAt(machines, 0),
    serviceAt(machines, 1),
    serviceAt(machines, 2),
  ];
  port = service.port ?? port;
});
afterAll(() => kept.disposeAsync());

beforeEach(async () => {
  await machine.powerOn();
  if (!(await service.state()).running) await service.start();
  await serves();
});

function serviceAt(machines: readonly Machine[], index: number): Service {
  const found = machines[index]?.services[0];
  if (found === undefined) throw new RangeError(`machine ${index + 1} has a service`);
  return found;
}

const serves = (): Promise<true> =>
  eventually(
    `${machine.name} accepts at ${machine.address}`,
    async () => {
      const reach = await service.reach();
      return reach === 'accepts' ? { done: true as const } : { state: reach };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS, everyMs: 10 },
  );

/** What the other side, or the kernel, said on a connection. */
interface Sign {
  /** `data`, `FIN`, or the name of an error. */
  readonly what: string;
  readonly at: number;
}

interface Held extends Disposable {
  readonly firstSign: Promise<Sign>;
  /** The name of the error that ended it. */
  readonly broken: Promise<string>;
  say(line: string): void;
}

/** An open connection from where the clients are; what the other side does to it leaves it open. */
async function hold(): Promise<Held> {
  const socket = connect({ host: machine.address, port, allowHalfOpen: true });
  await once(socket, 'connect');
  const first = Promise.withResolvers<Sign>();
  const broken = Promise.withResolvers<string>();
  const sign = (what: string) => first.resolve({ what, at: monotonicClock.now() });
  socket.on('data', () => sign('data'));
  socket.on('end', () => sign('FIN'));
  socket.on('error', (error) => {
    sign(codeOf(error));
    broken.resolve(codeOf(error));
  });
  return {
    firstSign: first.promise,
    broken: broken.promise,
    say: (line) => socket.write(`${line}\n`),
    [Symbol.dispose]: () => socket.destroy(),
  };
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.message);

/** What a new connection from where the clients are comes to. */
function attempt(): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: machine.address, port, timeout: ATTEMPT_MS });
    const answer = (what: string) => {
      socket.destroy();
      resolve(what);
    };
    socket.once('connect', () => answer('accepted'));
    socket.once('timeout', () => answer('unanswered'));
    socket.once('error', (error) => answer(codeOf(error)));
  });
}

/** Runs a script on another machine with a connection to the service as its descriptor 3. */
async function onConnection(peer: Service, script: string): Promise<string> {
  const open = `exec 3<>/dev/tcp/${machine.address}/${port}`;
  const { output } = await peer.exec(['timeout', '10', 'bash', '-c', `${open} && ${script}`]);
  return output.trim();
}

/** What a new connection from another machine comes to. */
async function attemptFrom(peer: Service): Promise<string> {
  const script = `echo > /dev/tcp/${machine.address}/${port}`;
  const command = ['timeout', `${ATTEMPT_MS / 1_000}`, 'bash', '-c', script];
  const { exitCode, output } = await peer.exec(command);
  return exitCode === 124 ? 'unanswered' : output;
}

const ESTABLISHED = '01';

/** By /proc/net/tcp: the other end's port, then the state. */
const holdsConnection = (peer: Service): Promise<true> =>
  eventually(
    `${peer.machine} is connected to ${machine.name}`,
    async () => {
      const { output } = await peer.exec(['cat', '/proc/net/tcp']);
      const hex = port.toString(16).toUpperCase();
      return output.includes(`:${hex} ${ESTABLISHED} `)
        ? { done: true as const }
        : { state: output };
    },
    { clock: monotonicClock, withinMs: WITHIN_MS, everyMs: 10 },
  );

const soon = <T>(what: string, promise: Promise<T>): Promise<T> =>
  inTime(monotonicClock, promise, WITHIN_MS, what);

test('clients see a killed service close their connection within 100 ms of the order', async () => {
  using held = await hold();
  const orderedAt = monotonicClock.now();
  await service.kill();
  const { what, at } = await soon('the end of the connection', held.firstSign);
  expect(['FIN', 'ECONNRESET']).toContain(what);
  expect(at - orderedAt, `ms from the order to the ${what}`).toBeLessThan(SEEN_WITHIN_MS);
  expect(await attempt()).toBe('ECONNREFUSED');
});

test('so does another machine', async () => {
  const closed = onConnection(fellow, 'read -r line <&3; echo $EPOCHREALTIME');
  await holdsConnection(fellow);
  const orderedAt = monotonicClock.wallTime();
  await service.kill();
  const tookMs = Number(await closed) * 1_000 - orderedAt;
  expect(tookMs, 'ms from the order to the end of the connection').toBeLessThan(SEEN_WITHIN_MS);
  expect(tookMs, 'ms from the order to the end of the connection').toBeGreaterThan(0);
  expect(await attemptFrom(fellow)).toContain('Connection refused');
});

test('peers of a machine without power meet silence: no FIN, no RST, nothing refused', async () => {
  using idle = await hold();
  using asking = await hold();
  const readCode = onConnection(fellow, 'read -r -t 4 line <&3; echo $?');
  await holdsConnection(fellow);
  await machine.powerOff();
  asking.say('add 1');
  const [heard, ofFellow, fromHost, fromFellow, fromStranger] = await Promise.all([
    within(monotonicClock, SILENT_FOR_MS, Promise.race([idle.firstSign, asking.firstSign])),
    readCode,
    attempt(),
    attemptFrom(fellow),
    attemptFrom(stranger),
  ]);
  expect(heard, `what clients heard in ${SILENT_FOR_MS} ms`).toBe('late');
  expect(Number(ofFellow), 'code of a read: above 128 is a timeout').toBeGreaterThan(128);
  expect(['unanswered', 'EHOSTUNREACH']).toContain(fromHost);
  expect(fromFellow).toMatch(/^unanswered$|No route to host/);
  expect(fromStranger).toContain('No route to host');
});

test('a machine that has power again is where it was, and knows no old connection', async () => {
  using old = await hold();
  await machine.powerOff();
  await machine.powerOn();
  await serves();
  // Well beyond the 70 ms after which a kernel that still knew it would say FIN.
  expect(await within(monotonicClock, 500, old.firstSign)).toBe('late');
  old.say('all');
  expect(await soon('an answer on the old connection', old.broken)).toBe('ECONNRESET');
  expect(await onConnection(fellow, 'echo all >&3; read -r line <&3; echo $line')).toBe('end');
});
