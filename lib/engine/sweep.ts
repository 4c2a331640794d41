import type Docker from 'dockerode';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import { inTime } from '../core/within.ts';
import { labels } from './labels.ts';
import { detachLoops, type OwnedLoop, ownedLoops } from './loops.ts';
import { type OwnerState, ownerState } from './owner.ts';

const REMOVED_WITHIN_MS = 120_000;

/** A run that left something on an engine. */
export interface Remains {
  readonly run: string;
  readonly owner: OwnerState;
  readonly kept: boolean;
  /** Those of machines. */
  readonly containers: readonly string[];
  /** Those that other containers' disks lie in. */
  readonly racks: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** Names of the loop devices under its disks. */
  readonly loops: readonly string[];
}

/** Everything on the engine that carries our label, by run. */
export async function findRemains(docker: Docker, run?: string): Promise<readonly Remains[]> {
  // Looked at first: the rack is labelled before it attaches any, so the listing below knows its run.
  const loops = ownedLoops().filter((loop) => run === undefined || loop.run === run);
  const filters = { label: [run === undefined ? labels.run : `${labels.run}=${run}`] };
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  const found = [
    ...containers.map(({ Id, Labels }) => ({
      kind: labels.machine in Labels ? 'containers' : 'racks',
      id: Id,
      marks: Labels,
    })),
    ...networks.map(({ Id, Labels }) => ({ kind: 'networks', id: Id, marks: Labels ?? {} })),
    ...volumes.Volumes.map(({ Name, Labels }) => ({ kind: 'volumes', id: Name, marks: Labels })),
  ];
  const runs = Map.groupBy(found, ({ marks }) => marks[labels.run] ?? '');
  const names = new Set([...runs.keys(), ...loops.map((loop) => loop.run)]);
  return [...names].map((name) => {
    const things = runs.get(name) ?? [];
    const ids = (kind: string) => things.filter((thing) => thing.kind === kind).map(({ id }) => id);
    return {
      run: name,
      owner: things.length === 0 ? 'dead' : ownerState(things[0]?.marks[labels.owner] ?? ''),
      kept: things.some(({ marks }) => marks[labels.keep] === 'yes'),
      containers: ids('containers'),
      racks: ids('racks'),
      networks: ids('networks'),
      volumes: ids('volumes'),
      loops: loops.filter((loop) => loop.run === name).map(({ number }) => `loop${number}`),
    };
  });
}

/** Removes what a run left. What is gone already is fine. */
export const remove = (docker: Docker, remains: Remains): Promise<void> =>
  inTime(
    monotonicClock,
    removeInOrder(docker, remains),
    REMOVED_WITHIN_MS,
    `all of run ${remains.run} to be removed`,
  );

/** Disks are unmounted while what they lie on still answers; loop devices go last. */
async function removeInOrder(docker: Docker, remains: Remains): Promise<void> {
  const { run, containers, racks, networks, volumes } = remains;
  for (const group of [containers, racks]) {
    await Promise.all(
      group.map((id) => docker.getContainer(id).remove({ force: true, v: true }).catch(unlessGone)),
    );
  }
  await Promise.all(networks.map((id) => docker.getNetwork(id).remove().catch(unlessGone)));
  // Folders of a disk before the disk that they lie on.
  for (const name of volumes.toSorted().reverse()) {
    await docker.getVolume(name).remove().catch(unlessGone);
  }
  await detach(
    docker,
    ownedLoops().filter((loop) => loop.run === run),
  );
}

/** From a container of any version of the machine's image: there is one where there are disks. */
async function detach(docker: Docker, loops: readonly OwnedLoop[]): Promise<void> {
  if (loops.length === 0) return;
  const images = await docker.listImages({ filters: { reference: ['blackstart/machine'] } });
  const [image] = images.flatMap(({ RepoTags: tags }) => tags ?? []);
  if (image !== undefined) return detachLoops(docker, loops, image);
  const left = loops.map(({ number }) => `loop${number}`).join(', ');
  throw new HarnessError('LOOP', `no image of a machine is left to let go of ${left} with`, {
    hint: 'Build it, then clean again: blackstart prepare, blackstart clean.',
  });
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
