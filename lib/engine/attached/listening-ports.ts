import { readdirSync, readlinkSync } from 'node:fs';
import { readIfThere } from '../read-if-there.ts';
import { cgroupPaths, hasProcess, type Watched } from './kernel-view.ts';

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
  const listed = cgroupPaths(watched, 'pids').map((folder) =>
    readIfThere(`${folder}/cgroup.procs`),
  );
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
