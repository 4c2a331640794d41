import { readdirSync } from 'node:fs';
import type Docker from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import { exec } from './exec.ts';
import { helperRun } from './labels.ts';
import { rackRights } from './rack.ts';
import { readIfThere } from './read-if-there.ts';

/** A loop device whose backing file says whose it is: blackstart-<run>~<machine>. */
export interface OwnedLoop {
  readonly number: string;
  readonly run: string;
  readonly file: string;
}

const OWNED = /\/blackstart-([^/~]+)~/;

/** The loop devices of this host that lie on a disk of some run. Elsewhere there is no telling. */
export function ownedLoops(): readonly OwnedLoop[] {
  return devices().flatMap((device) => {
    const file = readIfThere(`/sys/block/${device}/loop/backing_file`)?.trim() ?? '';
    const run = file.match(OWNED)?.[1];
    return run === undefined ? [] : [{ number: device.slice('loop'.length), run, file }];
  });
}

function devices(): readonly string[] {
  try {
    return readdirSync('/sys/block').filter((name) => /^loop\d+$/.test(name));
  } catch {
    // No Linux here: the engine is elsewhere.
    return [];
  }
}

/** Lets go of loop devices from a container: whoever may use the engine needs no rights here. */
export async function detachLoops(
  docker: Docker,
  loops: readonly OwnedLoop[],
  image: string,
): Promise<void> {
  if (loops.length === 0) return;
  const { run, labels } = helperRun('detach');
  const container = await docker.createContainer({
    name: `blackstart-${run}`,
    Image: image,
    Labels: labels,
    HostConfig: rackRights,
  });
  try {
    await container.start();
    await carryOut(docker, container, ['mount', '-t', 'devtmpfs', 'devtmpfs', '/dev']);
    // Disks first, then the rack that they lie on.
    const ordered = loops.toSorted((one, other) => isRack(one) - isRack(other));
    await carryOut(docker, container, ['rack', 'detach', ...ordered.map(({ number }) => number)]);
  } finally {
    await container.remove({ force: true });
  }
}

/** A loop device that could not be let go of must not be taken for one that was. */
async function carryOut(
  docker: Docker,
  container: Docker.Container,
  command: readonly string[],
): Promise<void> {
  const { exitCode, output } = await exec(docker, container, command);
  if (exitCode === 0) return;
  throw new HarnessError('LOOP', `${command.join(' ')}: ${output.trim() || `code ${exitCode}`}`, {
    hint: 'See `losetup --list` for what still uses them, then `blackstart clean` again.',
  });
}

const isRack = ({ file }: OwnedLoop): number => (/~rack\b/.test(file) ? 1 : 0);
