import type Docker from 'dockerode';
import { monotonicClock } from '../core/clock.ts';
import type { Host, Machine } from '../core/machine.ts';
import type { Cluster, Platform, ProvisionOptions } from '../core/platform.ts';
import type { MachinePlan, Topology } from '../core/topology.ts';
import { dockerService } from './docker-service.ts';
import { startHolder } from './holder.ts';
import { labels, type RunLabels, runLabels } from './labels.ts';
import { createNetwork, type Network } from './network.ts';
import { thisProcess } from './owner.ts';
import { machineAddress } from './subnet.ts';
import { removeRun } from './sweep.ts';
import { watchVitals } from './vitals.ts';

export interface DockerPlatformOptions {
  readonly docker: Docker;
  /** Tags by folder name under images/. */
  readonly images: ReadonlyMap<string, string>;
  readonly versions: Readonly<Record<string, string>>;
  /** Whether machines outlive their run, for a person to look at. */
  readonly keep: RunLabels['keep'];
  readonly subnet?: string | undefined;
}

/** Machines as containers: one that holds the network namespace, and one a service. */
export function dockerPlatform(options: DockerPlatformOptions): Platform {
  const { docker, versions, keep } = options;
  return {
    clock: monotonicClock,
    versions,
    vitals: watchVitals(),
    provision: async (topology, provisioning) => {
      const { run } = provisioning;
      const cleanUp = () => removeRun(docker, run);
      try {
        const machines = await build(topology, options, provisioning);
        const dispose = async () => (keep === 'yes' ? undefined : cleanUp());
        return { machines, [Symbol.asyncDispose]: dispose } satisfies Cluster;
      } catch (error) {
        await cleanUp();
        throw error;
      }
    },
  };
}

async function build(
  topology: Topology,
  options: DockerPlatformOptions,
  provisioning: ProvisionOptions,
): Promise<readonly Machine[]> {
  const { docker, keep, subnet } = options;
  const { run, progress, signal } = provisioning;
  const marks = runLabels({ run, owner: thisProcess(), keep });
  progress(`creating ${topology.machines.length} machines`);
  const network = await createNetwork({ docker, run, labels: marks, subnet });
  signal?.throwIfAborted();
  const hosts = topology.machines.map(({ name }, index) => ({
    name,
    address: machineAddress(network.subnet, index + 1),
  }));
  const built = await Promise.allSettled(
    topology.machines.map((plan, index) => {
      const self = hosts[index];
      if (self === undefined) throw new RangeError(`${plan.name} has no address`);
      return buildMachine({ plan, self, hosts, network, marks, options, provisioning });
    }),
  );
  return built.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

interface MachineOptions {
  readonly plan: MachinePlan;
  readonly self: Host;
  readonly hosts: readonly Host[];
  readonly network: Network;
  readonly marks: Readonly<Record<string, string>>;
  readonly options: DockerPlatformOptions;
  readonly provisioning: ProvisionOptions;
}

async function buildMachine(machine: MachineOptions): Promise<Machine> {
  const { plan, self, hosts, network, marks, options, provisioning } = machine;
  const { docker } = options;
  const { run, onLog } = provisioning;
  const marked = { ...marks, [labels.machine]: self.name };
  const holder = await startHolder({
    docker,
    network,
    address: self.address,
    image: imageTag('machine', options),
    name: `blackstart-${run}-${self.name}`,
    labels: marked,
  });
  const services = plan.services.map((service) =>
    dockerService({
      docker,
      clock: monotonicClock,
      plan: service,
      self,
      hosts,
      holder,
      image: imageTag(service.image, options),
      containerName: `blackstart-${run}-${self.name}-${service.name}`,
      labels: { ...marked, [labels.service]: service.name },
      onLog,
    }),
  );
  return { ...self, services };
}

function imageTag(name: string, { images }: DockerPlatformOptions): string {
  const tag = images.get(name);
  if (tag === undefined) throw new RangeError(`image ${name} was not set up`);
  return tag;
}
