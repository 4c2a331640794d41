import { readdirSync } from 'node:fs';
import type Docker from 'dockerode';
import { labels } from '../engine/labels.ts';
import { ownedLoops } from '../engine/loops.ts';
import { ownerState } from '../engine/owner.ts';
import { readIfThere } from '../engine/read-if-there.ts';

interface Thing {
  readonly what: string;
  /** As it is labelled; empty where that can't be told any more. */
  readonly owner: string;
}

/**
 * Everything of Blackstart on this host that no living process owns, for tests; looked for in other
 * ways than the sweep does, too: by name, in the mounts of every process, and among what runs.
 */
export async function leftBehind(docker: Docker): Promise<readonly string[]> {
  const labelled = await labelledThings(docker);
  const loops = ownedLoops();
  const owners = new Map(labelled.map(({ run, owner }) => [run, owner]));
  const ownerOf = (run: string | undefined) => owners.get(run ?? '') ?? '';
  const runs = [...owners.keys()].filter((run) => run !== '');
  const runOfMount = (line: string) =>
    loops.find(({ number }) => line.startsWith(`/dev/loop${number} `))?.run ??
    runs.find((run) => line.includes(`blackstart-${run}-`));
  const things: readonly Thing[] = [
    ...labelled,
    ...loops.map(({ number, file, run }) => ({
      what: `loop${number} on ${file}`,
      owner: ownerOf(run),
    })),
    ...mounts().map((line) => ({ what: `mount ${line}`, owner: ownerOf(runOfMount(line)) })),
    ...programs().map(({ what, cgroup }) => ({
      what,
      owner: labelled.find(({ id }) => cgroup.includes(id))?.owner ?? '',
    })),
  ];
  return things.filter(({ owner }) => ownerState(owner) !== 'alive').map(({ what }) => what);
}

interface Labelled extends Thing {
  readonly id: string;
  readonly run: string;
}

async function labelledThings(docker: Docker): Promise<readonly Labelled[]> {
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const thing = (kind: string, id: string, name: string, marks: Record<string, string> | null) => ({
    id,
    what: `${kind} ${name}`,
    run: marks?.[labels.run] ?? '',
    owner: marks?.[labels.owner] ?? '',
  });
  return [
    ...containers.map(({ Id, Names, Labels }) => thing('container', Id, Names[0] ?? '', Labels)),
    ...networks.map(({ Id, Name, Labels = {} }) => thing('network', Id, Name, Labels)),
    ...volumes.map(({ Name, Labels }) => thing('volume', Name, Name, Labels)),
  ].filter(({ what, run }) => run !== '' || / \/?blackstart-/.test(what));
}

/** In any mount namespace, so also in that of an engine. */
function mounts(): readonly string[] {
  const lines = processes().flatMap((pid) =>
    (readIfThere(`/proc/${pid}/mounts`) ?? '').split('\n'),
  );
  const ours = lines.filter((line) => /blackstart-|^\/dev\/loop\d{4,} |^dial-disk /.test(line));
  return [...new Set(ours)];
}

/** Programs of images/machine that nothing else is called. */
function programs(): readonly { readonly what: string; readonly cgroup: string }[] {
  return processes().flatMap((pid) => {
    const name = readIfThere(`/proc/${pid}/comm`)?.trim() ?? '';
    if (name !== 'dial-disk' && name !== 'wire') return [];
    return [{ what: `process ${name}`, cgroup: readIfThere(`/proc/${pid}/cgroup`) ?? '' }];
  });
}

const processes = (): readonly string[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name));
