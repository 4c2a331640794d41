import { HarnessError } from '../core/errors.ts';
import type { PoweredDisk } from './docker-disk.ts';

/** In place of the disk of a machine whose run has no fault about disks: every use is a mistake. */
export function noDisk(machine: string): PoweredDisk {
  const refuse = (): never => {
    throw new HarnessError('CAPABILITY', `${machine} was built without a disk of its own`, {
      hint: "A fault that is about disks names 'disks' in its `needs`.",
    });
  };
  return {
    volumes: [],
    turn: refuse,
    fill: refuse,
    drain: refuse,
    failFileSystem: refuse,
    tryWrite: refuse,
    tryRead: refuse,
    snapshot: refuse,
    cut: refuse,
    mount: refuse,
    sync: async () => undefined,
  };
}
