import { monotonicClock } from '../core/clock.ts';
import { dockerDisk, type PoweredDisk } from '../engine/docker-disk.ts';
import { exec } from '../engine/exec.ts';
import { helperRun } from '../engine/labels.ts';
import { startRack } from '../engine/rack.ts';
import type { Ready } from '../engine/set-up.ts';
import { removeRun } from '../engine/sweep.ts';
import { elapsed, repeated, type Timing, timed, timingOf } from './median.ts';

export interface SnapshotTimes {
  /** From the order until the snapshot is complete, of a disk that is being written to. */
  readonly ours: Timing;
  /** `cp` of the same image, that lets holes be holes; nothing is written meanwhile. */
  readonly plain: Timing;
}

const MACHINE = 'bench';
/** What lies on a 2 GiB disk that is snapshot. */
export const FILLED_MIB = 256;
const WRITING = '/disk/writing';

const fillDisk = `head -c ${FILLED_MIB}M /dev/urandom > /disk/filled && sync`;
const keepWriting = `touch ${WRITING}; while [ -e ${WRITING} ]; do dd if=/dev/urandom of=/disk/live bs=64K count=16 conv=fsync; done`;

/** How long it takes to keep the state of a disk of a machine, and to copy it in full. */
export async function snapshotTimes({ docker, images }: Ready): Promise<SnapshotTimes> {
  const { run, labels } = helperRun('bench');
  const image = images.get('machine') ?? '';
  await using made = new AsyncDisposableStack();
  made.defer(() => removeRun(docker, run));
  const rack = made.use(
    await startRack({ docker, run, image, labels, medium: 'memory', disks: 'plain' }),
  );
  const name = `blackstart-${run}-${MACHINE}`;
  const disk = await dockerDisk({
    docker,
    rack,
    machine: MACHINE,
    image,
    name,
    labels,
    folders: 0,
  });
  const inContainer = (container: string, script: string) =>
    mustDo(docker, container, ['bash', '-c', script]);
  await inContainer(`${name}-keeper`, fillDisk);
  const writing = inContainer(`${name}-keeper`, keepWriting);
  const ours = await whileWriting(disk);
  await inContainer(`${name}-keeper`, `rm ${WRITING}`);
  await writing;
  const file = `/rack/blackstart-${run}~${MACHINE}`;
  const copy = `cp --reflink=never --sparse=auto ${file} ${file}.copy`;
  const plain = await timed(5, async () => {
    const took = await elapsed(() => inContainer(`blackstart-${run}-rack`, copy));
    await inContainer(`blackstart-${run}-rack`, `rm ${file}.copy`);
    return took;
  });
  return { ours, plain };
}

async function whileWriting(disk: PoweredDisk): Promise<Timing> {
  const times = await repeated(20, async () => {
    await monotonicClock.sleep(50);
    const orderedAt = monotonicClock.now();
    const { at, uncertaintyMs } = await disk.snapshot();
    return at + uncertaintyMs - orderedAt;
  });
  return timingOf(times);
}

async function mustDo(
  docker: Ready['docker'],
  container: string,
  command: readonly string[],
): Promise<void> {
  const { exitCode, output } = await exec(docker, docker.getContainer(container), command);
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${output.trim()}`);
}
