import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { type Clock, monotonicClock } from '../../core/clock.ts';
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

/** Notes when the kernel last said that the processes of a container are not frozen. */
export function watchFreezer(watched: Watched, clock: Clock = monotonicClock): PulseWatch {
  const path = freezerOf(watched);
  const stopping = new AbortController();
  let thawedAt = Number.NaN;
  let gapMs = BEAT_MS;
  const look = () => {
    if (path === undefined || !hasProcess(watched) || isFrozen(path)) return;
    const now = clock.now();
    if (!Number.isNaN(thawedAt)) gapMs = now - thawedAt;
    thawedAt = now;
  };
  look();
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
    pathsOf({ pid, container }, 'freezer').map((folder) => `${folder}/${file}`),
  );
  return files.find((path) => existsSync(path));
}

const isFrozen = (path: string): boolean =>
  /^(FROZEN|FREEZING)|^frozen 1/m.test(readIfThere(path) ?? '');

/** The limit of a container's memory, in bytes, as the kernel enforces it; undefined where that can't be told. */
export function memoryLimit(watched: Watched): number | undefined {
  const files = ['memory.max', 'memory.limit_in_bytes'].flatMap((file) =>
    pathsOf(watched, 'memory').map((folder) => readIfThere(`${folder}/${file}`)?.trim()),
  );
  const found = files.find((text) => text !== undefined);
  if (found === undefined) return undefined;
  return found === 'max' ? Number.POSITIVE_INFINITY : Number(found);
}

/** Where the control groups of a container lie: cgroups(7), one tree each, or one for all. */
function pathsOf({ pid, container }: Watched, controller: string): readonly string[] {
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

const LISTENS = '0A';

/**
 * TCP ports at which processes of a container listen for others than themselves; undefined where that is
 * not for this account to see.
 */
export function listeningPorts(watched: Watched): readonly number[] | undefined {
  if (!hasProcess(watched)) return undefined;
  const own = socketsOf(watched);
  if (own === undefined) return undefined;
  const ports = ['tcp', 'tcp6'].flatMap((name) =>
    (readIfThere(`/proc/${watched.pid}/net/${name}`) ?? '')
      .split('\n')
      .flatMap((line) => listeningIn(line, own) ?? []),
  );
  return [...new Set(ports)].toSorted((one, other) => one - other);
}

/** `0: 00000000:1F90 00000000:0000 0A ...`, the inode in the tenth place: proc_net_tcp. */
function listeningIn(line: string, own: ReadonlySet<string>): number | undefined {
  const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
  const [address = '', port = ''] = local.split(':');
  const isLocal = /^(.{6}7F|0{24}01000000)$/.test(address);
  return state === LISTENS && !isLocal && own.has(inode) ? Number.parseInt(port, 16) : undefined;
}

/** Inodes of the sockets that its processes hold. */
function socketsOf(watched: Watched): ReadonlySet<string> | undefined {
  const listed = pathsOf(watched, 'pids').map((folder) => readIfThere(`${folder}/cgroup.procs`));
  const pids =
    listed
      .find((text) => text !== undefined && text !== '')
      ?.trim()
      .split('\n') ?? [];
  try {
    const targets = pids.flatMap((pid) =>
      readdirSync(`/proc/${pid}/fd`).map((fd) => linkAt(`/proc/${pid}/fd/${fd}`)),
    );
    return new Set(targets.flatMap((target) => target?.match(/^socket:\[(\d+)\]$/)?.[1] ?? []));
  } catch {
    return undefined;
  }
}

/** Undefined where it was closed meanwhile. */
function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
