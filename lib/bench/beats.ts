import { createInterface } from 'node:readline';
import { monotonicClock } from '../core/clock.ts';
import { eventually } from '../core/eventually.ts';
import { demultiplex } from '../engine/demultiplex.ts';
import type { Ready } from '../engine/set-up.ts';

/** Tells the wall time about every 2 ms, as long as there is a network: without a process a beat. */
const BEAT =
  'exec 9<> <(:); while compgen -G "/sys/class/net/eth*" > /dev/null; do echo $EPOCHREALTIME; read -t 0.002 -u 9; done';

const BEGINS_WITHIN_MS = 5_000;

/** What a process in a container tells until it is ended, frozen or cut off. */
export interface Beats extends Disposable {
  /** Wall time of the last beat, ms. */
  last(): number;
}

export async function watchBeats(docker: Ready['docker'], container: string): Promise<Beats> {
  const process = await docker.getContainer(container).exec({
    Cmd: ['bash', '-c', BEAT],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await process.start({});
  let last = Number.NaN;
  for (const output of demultiplex(docker, stream)) {
    createInterface({ input: output }).on('line', (line) => {
      last = wallTimeOf(line);
    });
  }
  const look = async () =>
    Number.isFinite(last) ? { done: true as const } : { state: 'no beat yet' };
  await eventually(`${container} beats`, look, {
    clock: monotonicClock,
    withinMs: BEGINS_WITHIN_MS,
    everyMs: 5,
  });
  return { last: () => last, [Symbol.dispose]: () => stream.destroy() };
}

/** Of the last $EPOCHREALTIME in what a program wrote, ms since the epoch. */
export function wallTimeOf(output: string): number {
  const [seconds] = output.match(/\d{9,}\.\d{6}(?!.*\d{9,}\.\d{6})/s) ?? [];
  if (seconds === undefined) throw new Error(`expected a time, found: ${output.trim()}`);
  return Number(seconds) * 1_000;
}
