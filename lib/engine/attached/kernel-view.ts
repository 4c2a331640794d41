import { existsSync } from 'node:fs';
import type { Clock } from '../../core/clock.ts';
import type { DeathWatch, PulseWatch } from '../../core/service.ts';
import { readIfThere } from '../read-if-there.ts';

/** The process of a container, by its number on this host. */
export interface Watched {
  /** Id of the container. */
  readonly container: string;
  readonly pid: number;
}

/**
 * Whether a process of a container exists, as this host's kernel tells. Somebody else's image may have
 * no tools, and its ports may mind being connected to.
 */
export const hasProcess = ({ container, pid }: Watched): boolean =>
  pid > 0 && cgroupsOf(pid).includes(container);

const cgroupsOf = (pid: number): string => readIfThere(`/proc/${pid}/cgroup`) ?? '';

const LOOK_MS = 2;

/** Watches for the instant at which a process is gone. Sees nothing where it is not this kernel's. */
export function watchProcess(watched: Watched, clock: Clock): DeathWatch {
  const stopping = new AbortController();
  let goneAt: number | undefined;
  const watching = (async () => {
    if (!hasProcess(watched)) return;
    while (!stopping.signal.aborted) {
      if (!isThere(watched)) {
        goneAt = clock.now();
        return;
      }
      await clock.sleep(LOOK_MS);
    }
  })();
  return {
    seen: async ({ withinMs }) => {
      const giveUp = clock.alarm(withinMs, () => stopping.abort());
      await watching;
      giveUp();
      return goneAt;
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await watching;
    },
  };
}

/** A zombie, which its parent has not waited for yet, is none any more. */
function isThere({ pid, container }: Watched): boolean {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const state = stat?.slice(stat.lastIndexOf(')') + 2)[0];
  return state !== undefined && !/[ZX]/.test(state) && hasProcess({ pid, container });
}

const BEAT_MS = 10;

/**
 * Notes when the kernel last said that the processes of a container are not frozen. Undefined where they
 * are frozen already, or where that is not to be seen.
 */
export function watchFreezer(watched: Watched, clock: Clock): PulseWatch | undefined {
  const path = freezerOf(watched);
  if (path === undefined || isFrozen(path)) return undefined;
  const stopping = new AbortController();
  let thawedAt = clock.now();
  let gapMs = BEAT_MS;
  const look = () => {
    if (!hasProcess(watched) || isFrozen(path)) return;
    const now = clock.now();
    gapMs = now - thawedAt;
    thawedAt = now;
  };
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(BEAT_MS, stopping.signal).catch(() => 'it is enough');
      look();
    }
  })();
  return {
    toldBy: 'the kernel’s freezer',
    last: () => ({ at: thawedAt, uncertaintyMs: Math.max(BEAT_MS, gapMs) + BEAT_MS }),
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await watching;
    },
  };
}

/** Of control groups v1 and v2; undefined where neither is to be seen. */
function freezerOf({ pid, container }: Watched): string | undefined {
  const files = ['freezer.state', 'cgroup.events'].flatMap((file) =>
    cgroupPaths({ pid, container }, 'freezer').map((folder) => `${folder}/${file}`),
  );
  return files.find((path) => existsSync(path));
}

const isFrozen = (path: string): boolean =>
  /^(FROZEN|FREEZING)|^frozen 1/m.test(readIfThere(path) ?? '');

/** The limit of a container's memory, in bytes, as the kernel enforces it; undefined where that can't be told. */
export function memoryLimit(watched: Watched): number | undefined {
  const files = ['memory.max', 'memory.limit_in_bytes'].flatMap((file) =>
    cgroupPaths(watched, 'memory').map((folder) => readIfThere(`${folder}/${file}`)?.trim()),
  );
  const found = files.find((text) => text !== undefined);
  if (found === undefined) return undefined;
  return found === 'max' ? Number.POSITIVE_INFINITY : Number(found);
}

/** Where the control groups of a container lie: cgroups(7), one tree each, or one for all. */
export function cgroupPaths({ pid, container }: Watched, controller: string): readonly string[] {
  return cgroupsOf(pid)
    .split('\n')
    .flatMap((line) => {
      const [, names, path] = line.match(/^\d+:([^:]*):(.*)$/) ?? [];
      if (path === undefined || !path.includes(container)) return [];
      if (names === '') return [`/sys/fs/cgroup${path}`];
      return names?.split(',').includes(controller) === true
        ? [`/sys/fs/cgroup/${names}${path}`, `/sys/fs/cgroup/${controller}${path}`]
        : [];
    });
}
