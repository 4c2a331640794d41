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
 * ways than the sweep does, too: by name and image, in the mounts of every process, and among what runs.
 */
export async function leftBehind(docker: Docker): Promise<readonly string[]> {
  const labelled = await labelledThings(docker);
  const loops = ownedLoops();
  const owners = new Map(labelled.map(({ run, owner }) => [run, owner]));
  const ownerOf = (run: string | undefined) => owners.get(run ?? '') ?? '';
  const ownerIn = (cgroup: string) => labelled.find(({ id }) => cgroup.includes(id))?.owner;
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
    ...mounts().map(({ line, cgroup }) => ({
      what: `mount ${line}`,
      owner: ownerIn(cgroup) ?? ownerOf(runOfMount(line)),
    })),
    ...programs().map(({ name, cgroup }) => ({
      what: `process ${name}`,
      owner: ownerIn(cgroup) ?? '',
    })),
  ];
  const left = things.filter(({ owner }) => ownerState(owner) !== 'alive');
  return [...new Set(left.map(({ what }) => what))];
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
    ...containers.map(({ Id, Names, Image, Labels }) =>
      thing('container', Id, `${Names[0]} of ${Image}`, Labels),
    ),
    ...networks.map(({ Id, Name, Labels = {} }) => thing('network', Id, Name, Labels)),
    ...volumes.map(({ Name, Labels }) => thing('volume', Name, Name, Labels)),
  ].filter(({ what, run }) => run !== '' || / (\/?blackstart-|blackstart\/)/.test(what));
}

/** In the mount namespace of any process, so also in that of an engine. */
const mounts = (): readonly { readonly line: string; readonly cgroup: string }[] =>
  processes().flatMap(({ cgroup, folder }) =>
    (readIfThere(`${folder}/mounts`) ?? '')
      .split('\n')
      .filter((line) => /blackstart-|^\/dev\/loop\d{4,} |^dial-disk /.test(line))
      .map((line) => ({ line, cgroup })),
  );

/** Programs of images/machine that nothing else is called. */
const programs = (): readonly { readonly name: string; readonly cgroup: string }[] =>
  processes()
    .map(({ folder, cgroup }) => ({
      name: readIfThere(`${folder}/comm`)?.trim() ?? '',
      cgroup,
    }))
    .filter(({ name }) => name === 'dial-disk' || name === 'wire');

/** Each with the control groups that it is in: those of a container hold its id. */
const processes = (): readonly { readonly folder: string; readonly cgroup: string }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({
      folder: `/proc/${pid}`,
      cgroup: readIfThere(`/proc/${pid}/cgroup`) ?? '',
    }));
