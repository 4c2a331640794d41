import type Docker from 'dockerode';
import { allEnded } from '../core/all-ended.ts';
import type { Capability } from '../core/capability.ts';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { Journal } from '../core/journal.ts';
import { noJournal } from '../core/journal.ts';
import type { Machine } from '../core/machine.ts';
import { CLIENTS } from '../core/network.ts';
import type { Cluster, Platform, ProvisionOptions } from '../core/platform.ts';
import type { Topology } from '../core/topology.ts';
import { ping } from './docker.ts';
import { dockerMachine } from './docker-machine.ts';
import { type RunLabels, runLabels } from './labels.ts';
import type { LinkDegrader } from './machine-network.ts';
import { createNetwork } from './network.ts';
import { thisProcess } from './owner.ts';
import { goFirst } from './punctuality.ts';
import { type Rack, type RackMedium, startRack } from './rack.ts';
import { machineContainerName } from './run-containers.ts';
import { gatewayAddress, machineAddress } from './subnet.ts';
import { removeRun } from './sweep.ts';
import { hostVantage } from './vantage.ts';
import { watchVitals } from './vitals.ts';

export interface DockerPlatformOptions {
  readonly docker: Docker;
  /** Tags by folder name under images/. */
  readonly images: ReadonlyMap<string, string>;
  readonly versions: Readonly<Record<string, string>>;
  /** Whether machines outlive their run, for a person to look at. */
  readonly keep: RunLabels['keep'];
  readonly subnet?: string | undefined;
  /** Where the disks of machines lie. */
  readonly rack?: RackMedium;
  /** What degrades links on this engine's kernel. */
  readonly degrader?: LinkDegrader;
  readonly journal?: Journal;
}

/** Machines as containers: one that holds the network namespace, and one a service. */
export function dockerPlatform(options: DockerPlatformOptions): Platform {
  const { docker, versions, keep } = options;
  return {
    clock: monotonicClock,
    versions,
    vitals: watchVitals(),
    ailment: async () => {
      const { answers, why } = await ping(docker);
      return answers ? undefined : engineGone(why);
    },
    provision: async (topology, provisioning) => {
      await using unfinished = new AsyncDisposableStack();
      unfinished.defer(() => removeRun(docker, provisioning.run));
      unfinished.use(goFirst());
      const { machines, clients } = await build(topology, options, provisioning, unfinished);
      const built = unfinished.move();
      return {
        machines,
        clients,
        journal: options.journal ?? noJournal,
        [Symbol.asyncDispose]: async () => {
          if (keep === 'no') await built.disposeAsync();
        },
      } satisfies Cluster;
    },
  };
}

const engineGone = (why: string): HarnessError =>
  new HarnessError('ENGINE_GONE', `the Docker Engine does not answer any more: ${why}`, {
    hint: 'See its log. `blackstart clean` starts it again and removes what this run left.',
  });

/**
 * What is built is disposed of in reverse; what carries labels is removed by those, last of all.
 * The rack is made beside the networks of the machines: only their disks wait for it.
 */
async function build(
  topology: Topology,
  options: DockerPlatformOptions,
  provisioning: ProvisionOptions,
  cleanUp: AsyncDisposableStack,
): Promise<Pick<Cluster, 'machines' | 'clients'>> {
  const { docker, keep, images, rack: medium = 'memory' } = options;
  const { run, progress, needs } = provisioning;
  const labels = runLabels({ run, owner: thisProcess(), keep });
  const imageOf = (name: string) => imageTag(name, images);
  progress(`creating ${topology.machines.length} machines`);
  const disks = needs.has('faulty-disks') ? 'faulty' : 'plain';
  const rack = wantsDisks(needs)
    ? startRack({ docker, run, image: imageOf('machine'), labels, medium, disks }).then((started) =>
        cleanUp.use(started),
      )
    : undefined;
  const [built] = await allEnded([
    buildMachines(topology, options, { ...provisioning, labels, imageOf, rack }, cleanUp),
    rack,
  ]);
  return built;
}

interface Building extends ProvisionOptions {
  readonly labels: Readonly<Record<string, string>>;
  readonly imageOf: (name: string) => string;
  readonly rack: Promise<Rack> | undefined;
}

async function buildMachines(
  topology: Topology,
  { docker, subnet, degrader = 'wire' }: DockerPlatformOptions,
  { run, signal, needs, onLog, labels, imageOf, rack }: Building,
  cleanUp: AsyncDisposableStack,
): Promise<Pick<Cluster, 'machines' | 'clients'>> {
  const network = await createNetwork({ docker, run, labels, subnet });
  const clients = cleanUp.use(await hostVantage(gatewayAddress(network.subnet)));
  signal?.throwIfAborted();
  const hosts = topology.machines.map(({ name, aliases = [] }, index) => ({
    name,
    aliases,
    address: machineAddress(network.subnet, index + 1),
  }));
  const addresses = new Map([
    ...hosts.map(({ name, address }) => [name, [address]] as const),
    [CLIENTS, [clients.address]] as const,
  ]);
  const machines = await allEnded(
    topology.machines.map(async (plan, index): Promise<Machine> => {
      const self = hosts[index];
      if (self === undefined) throw new RangeError(`${plan.name} has no address`);
      return cleanUp.use(
        await dockerMachine({
          docker,
          plan,
          self,
          hosts,
          addresses,
          network,
          rack,
          degrader: needs.has('link-quality') ? degrader : 'none',
          needs,
          imageOf,
          name: machineContainerName(run, self.name),
          labels,
          onLog,
        }),
      );
    }),
  );
  return { machines, clients };
}

const wantsDisks = (needs: ReadonlySet<Capability>): boolean =>
  needs.has('disks') || needs.has('faulty-disks');

function imageTag(name: string, images: ReadonlyMap<string, string>): string {
  const tag = images.get(name);
  if (tag === undefined) throw new RangeError(`image ${name} was not set up`);
  return tag;
}
