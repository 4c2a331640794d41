import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { monotonicClock } from '../core/clock.ts';
import type { Host } from '../core/machine.ts';
import { inTime } from '../core/within.ts';
import type { Script } from './calibration-script.ts';
import { CONTROL_PORT } from './calibration-servers.ts';

const ANSWERS_WITHIN_MS = 5_000;

/** Hands a metronome its script; `startAt` on the monotonic clock, ms, that both have. */
export async function arm(host: Host, script: Script, startAt: number): Promise<void> {
  const steps = script.map(
    ({ atMs, mode, delayMs = 0 }) => `${inNs(startAt + atMs)} ${mode} ${inNs(delayMs)}`,
  );
  const answer = await order(host, `script ${steps.join(' ')}`);
  if (answer !== 'armed') throw new Error(`${host.name} did not take its script: ${answer}`);
}

/** When each step that has begun was in force, by the metronome's own word: clock times, ms. */
export async function keptBy(host: Host): Promise<readonly number[]> {
  const [word, ...instants] = (await order(host, 'kept')).split(' ');
  if (word !== 'kept') throw new Error(`${host.name} does not tell what it kept`);
  return instants.map((ns) => Number(BigInt(ns) / 1_000n) / 1_000);
}

async function order(host: Host, text: string): Promise<string> {
  const socket: Socket = createSocket('udp4');
  try {
    const answered = once(socket, 'message');
    socket.send(text, CONTROL_PORT, host.address);
    const [answer] = await inTime(monotonicClock, answered, ANSWERS_WITHIN_MS, `${host.name}`);
    return String(answer);
  } finally {
    socket.close();
  }
}

/** To the microsecond. */
const inNs = (ms: number): bigint => BigInt(Math.round(ms * 1_000)) * 1_000n;
