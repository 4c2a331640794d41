import type Docker from 'dockerode';
import { messageOf } from '../core/errors.ts';
import { labels } from './labels.ts';
import { type OwnerState, ownerState } from './owner.ts';

/** A run that left something on an engine. */
export interface Remains {
  readonly run: string;
  readonly owner: OwnerState;
  readonly kept: boolean;
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** Everything on the engine that carries our label, by run. */
export async function findRemains(docker: Docker, run?: string): Promise<readonly Remains[]> {
  const filters = { label: [run === undefined ? labels.run : `${labels.run}=${run}`] };
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  const found = [
    ...containers.map(({ Id, Labels }) => ({ kind: 'containers', id: Id, marks: Labels })),
    ...networks.map(({ Id, Labels }) => ({ kind: 'networks', id: Id, marks: Labels ?? {} })),
    ...volumes.Volumes.map(({ Name, Labels }) => ({ kind: 'volumes', id: Name, marks: Labels })),
  ];
  const runs = Map.groupBy(found, ({ marks }) => marks[labels.run] ?? '');
  return [...runs].map(([name, things]) => {
    const ids = (kind: string) => things.filter((thing) => thing.kind === kind).map(({ id }) => id);
    return {
      run: name,
      owner: ownerState(things[0]?.marks[labels.owner] ?? ''),
      kept: things.some(({ marks }) => marks[labels.keep] === 'yes'),
      containers: ids('containers'),
      networks: ids('networks'),
      volumes: ids('volumes'),
    };
  });
}

/** Removes what a run left. What is gone already is fine. */
export async function remove(docker: Docker, remains: Remains): Promise<void> {
  const { containers, networks, volumes } = remains;
  await Promise.all(
    containers.map((id) =>
      docker.getContainer(id).remove({ force: true, v: true }).catch(unlessGone),
    ),
  );
  await Promise.all(networks.map((id) => docker.getNetwork(id).remove().catch(unlessGone)));
  await Promise.all(volumes.map((name) => docker.getVolume(name).remove().catch(unlessGone)));
}

/** Removes everything of one run. */
export async function removeRun(docker: Docker, run: string): Promise<void> {
  for (const remains of await findRemains(docker, run)) await remove(docker, remains);
}

/**
 * Removes what runs left whose process is dead. Never a run of a living process or of another
 * host; one that was kept for a person only where that is asked for.
 */
export async function sweep(
  docker: Docker,
  { kept }: { readonly kept: 'remove' | 'leave' },
): Promise<readonly Remains[]> {
  const dead = (await findRemains(docker)).filter(({ owner }) => owner === 'dead');
  const due = dead.filter((remains) => kept === 'remove' || !remains.kept);
  for (const remains of due) await remove(docker, remains);
  return due;
}

/** 404: another sweep was faster. 409: its removal is under way already. */
function unlessGone(error: unknown): void {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 404) return;
  if (status === 409 && /already in progress/.test(messageOf(error))) return;
  throw error;
}
