import type Docker from 'dockerode';
import { allEnded } from '../../core/all-ended.ts';
import type { AttachedProject } from '../../core/attached-project.ts';
import { monotonicClock } from '../../core/clock.ts';
import { HarnessError } from '../../core/errors.ts';
import { type Journal, noJournal } from '../../core/journal.ts';
import type { Cluster, Platform, ProvisionOptions } from '../../core/platform.ts';
import { ping } from '../docker.ts';
import { labels, runLabels } from '../labels.ts';
import type { LinkDegrader } from '../machine-network.ts';
import { thisProcess } from '../owner.ts';
import { goFirst } from '../punctuality.ts';
import { machineContainerName } from '../run-containers.ts';
import { removeRun } from '../sweep.ts';
import { watchVitals } from '../vitals.ts';
import { AddressBook } from './address-book.ts';
import { attachedMachine, type BorrowedMachine } from './attached-machine.ts';
import { assertFree } from './find-project.ts';
import { hostPlaces, hostVantages } from './host-places.ts';

export interface AttachedPlatformOptions {
  readonly docker: Docker;
  readonly project: AttachedProject;
  /** Tags by folder name under images/: of our helpers alone. */
  readonly images: ReadonlyMap<string, string>;
  readonly versions: Readonly<Record<string, string>>;
  readonly degrader: LinkDegrader;
  readonly journal?: Journal;
}

/** Machines that somebody else has started: nothing of them is made here, and nothing removed. */
export function attachedPlatform(options: AttachedPlatformOptions): Platform {
  const { docker, versions } = options;
  return {
    clock: monotonicClock,
    versions,
    vitals: watchVitals(),
    ailment: async () => {
      const { answers, why } = await ping(docker);
      return answers ? undefined : engineGone(why);
    },
    provision: async (_, provisioning) => {
      await using unfinished = new AsyncDisposableStack();
      // Our helpers, which carry labels; last of all.
      unfinished.defer(() => removeRun(docker, provisioning.run));
      unfinished.use(goFirst());
      const built = await attach(options, provisioning, unfinished);
      const attached = unfinished.move();
      return {
        ...built,
        journal: options.journal ?? noJournal,
        borrowed: true,
        [Symbol.asyncDispose]: () => attached.disposeAsync(),
      } satisfies Cluster;
    },
  };
}

async function attach(
  { docker, project, images, degrader }: AttachedPlatformOptions,
  { run, needs, onLog, progress, signal }: ProvisionOptions,
  cleanUp: AsyncDisposableStack,
): Promise<Pick<Cluster, 'machines' | 'clients'>> {
  const book = new AddressBook();
  const marks = {
    ...runLabels({ run, owner: thisProcess(), keep: 'no' }),
    [labels.project]: project.project,
  };
  progress(`joining the networks of ${project.machines.length} machines`);
  const networks = [...new Set(project.machines.flatMap((machine) => machine.networks))];
  const clients = cleanUp.use(await hostVantages(book, await hostPlaces(docker, networks)));
  const machines: BorrowedMachine[] = project.machines.map((found) =>
    attachedMachine({
      ...{ docker, found, book, onLog },
      helper: {
        degrader: needs.has('link-quality') ? degrader : 'none',
        image: images.get('machine') ?? '',
        name: machineContainerName(run, found.name),
        labels: { ...marks, [labels.machine]: found.name },
      },
      moved: () => {
        for (const machine of machines) void machine.renew();
      },
    }),
  );
  cleanUp.defer(async () => {
    await allEnded(machines.map((machine) => machine.letGo()));
  });
  signal?.throwIfAborted();
  await allEnded(machines.map((machine) => machine.join()));
  // Of two who looked at one time, at least one sees the other one's helpers now.
  await assertFree(docker, project.project, run);
  return { machines, clients };
}

const engineGone = (why: string): HarnessError =>
  new HarnessError('ENGINE_GONE', `the Docker Engine does not answer any more: ${why}`, {
    hint: 'See its log. `blackstart clean` cures what is left in the containers of the project.',
  });
