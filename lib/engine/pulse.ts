import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import { type Clock, monotonicClock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { PulseWatch } from '../core/service.ts';
import { inTime } from '../core/within.ts';
import { demultiplex } from './demultiplex.ts';
import { exec } from './exec.ts';

const BEAT_MS = 10;
const FIRST_BEAT_WITHIN_MS = 5_000;

/** Listens to a process in a container that says a word every few milliseconds. */
export async function watchPulse(
  docker: Docker,
  container: Docker.Container,
  clock: Clock,
): Promise<PulseWatch> {
  const beat = `while echo beat; do sleep ${BEAT_MS / 1_000}; done`;
  const process = await container.exec({
    Cmd: ['sh', '-c', beat],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await process.start({});
  const first = Promise.withResolvers<void>();
  let heardAt = Number.NaN;
  let gapMs = BEAT_MS;
  for (const output of demultiplex(docker, stream)) {
    createInterface({ input: output }).on('line', (line) => {
      if (line !== 'beat') return;
      const now = clock.now();
      if (!Number.isNaN(heardAt)) gapMs = now - heardAt;
      heardAt = now;
      first.resolve();
    });
  }
  await inTime(clock, first.promise, FIRST_BEAT_WITHIN_MS, 'the first beat of a pulse');
  return {
    last: () => ({ at: heardAt, uncertaintyMs: Math.max(BEAT_MS, gapMs) + 2 * BEAT_MS }),
    [Symbol.asyncDispose]: async () => {
      stream.destroy();
    },
  };
}

/** Processors that a busy loop beside the service gets: processor time by time, as the shell tells. */
export async function cpuShare(
  docker: Docker,
  container: Docker.Container,
  { forMs }: { readonly forMs: number },
): Promise<number> {
  // proc_pid_stat(5), fields 14 and 15: ticks in user and system mode, of a busy shell.
  const script = [
    'now() { read up rest < /proc/uptime; echo $up; }',
    'ticks() { read stat < /proc/$$/stat; set -- $stat; shift 13; echo $(($1 + $2)); }',
    'from=$(now); before=$(ticks)',
    `end=$(date +%s%N); end=$((end + ${Math.round(forMs * 1e6)}))`,
    'while [ "$(date +%s%N)" -lt "$end" ]; do i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; done',
    'after=$(ticks); to=$(now)',
    'echo "share $before $after $from $to $(getconf CLK_TCK)"',
  ].join('\n');
  const { output } = await inTime(
    monotonicClock,
    exec(docker, container, ['sh', '-c', script]),
    forMs + 60_000,
    'a measurement of the processors that a service gets',
  );
  return shareOf(output);
}

/** Throws where any number is missing: what could not be measured is not zero. */
export function shareOf(output: string): number {
  const [before, after, from, to, perSecond] =
    output
      .match(/share (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+)/)
      ?.slice(1)
      .map(Number) ?? [];
  const share =
    before === undefined || after === undefined || perSecond === undefined
      ? Number.NaN
      : (after - before) / perSecond / ((to ?? Number.NaN) - (from ?? Number.NaN));
  if (share > 0 && Number.isFinite(share)) return share;
  throw new HarnessError('CPU', `expected a share of processor time, found: ${output.trim()}`, {
    hint: 'The image of the service needs sh, date and getconf.',
  });
}
