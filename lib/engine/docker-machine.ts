import type Docker from 'dockerode';
import { allEnded } from '../core/all-ended.ts';
import type { Capability } from '../core/capability.ts';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import { together } from '../core/instant.ts';
import type { Host, Machine } from '../core/machine.ts';
import type { LogLine } from '../core/platform.ts';
import type { MachinePlan } from '../core/topology.ts';
import { type Agent, startAgent } from './agent.ts';
import { dockerDisk, type PoweredDisk } from './docker-disk.ts';
import { type DockerService, dockerService } from './docker-service.ts';
import { FAKE_CLOCK_FOLDER, fakeClockEnvironment, setSkew } from './fake-clock.ts';
import { type KnownHost, startHolder } from './holder.ts';
import { labels } from './labels.ts';
import { type LinkDegrader, machineNetwork } from './machine-network.ts';
import type { Network } from './network.ts';
import type { Addresses } from './nft-rules.ts';
import { noDisk } from './no-disk.ts';
import type { Rack } from './rack.ts';
import { serviceContainerName } from './run-containers.ts';
import { agentVantage, HEARING_PORT } from './vantage.ts';

export interface DockerMachineOptions {
  readonly docker: Docker;
  readonly plan: MachinePlan;
  readonly self: Host;
  readonly hosts: readonly KnownHost[];
  readonly addresses: Addresses;
  readonly network: Network;
  /** Where its disk lies; undefined where no fault of the run is about disks. */
  readonly rack: Promise<Rack> | undefined;
  readonly degrader: LinkDegrader;
  readonly needs: ReadonlySet<Capability>;
  /** Tag of an image by its folder. */
  readonly imageOf: (name: string) => string;
  /** What its containers and volumes are called, with the run's prefix. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly onLog: (line: LogLine) => void;
}

const SILENCE = 'power';
const STOP_WITHIN_MS = 30_000;

/** A machine as containers: the holder of its network, the keeper of its disk, and its services. */
export async function dockerMachine(
  options: DockerMachineOptions,
): Promise<Machine & AsyncDisposable> {
  const { self, addresses, degrader } = options;
  const marked = { ...options.labels, [labels.machine]: self.name };
  const [{ holder, agent, clock }, disk] = await allEnded([
    networkOf(options, marked),
    diskOf(options, marked),
  ]);
  const services = servicesOf(options, { holder, disk, marked, clock });
  const network = machineNetwork({ agent, machine: self.name, addresses, degrader });
  const off = async (kill: (service: DockerService) => Promise<void>) => {
    await allEnded(services.map(kill));
    await forgetAddresses(agent, self);
    await disk.cut();
  };
  const killOf = (service: DockerService) => service.cutPower();
  let powered = true;
  return {
    ...self,
    services,
    network,
    disk,
    vantage: agentVantage(self.name, self.address, agent),
    powerOff: async (when) => {
      powered = false;
      const silence = await network.impose(SILENCE, { kind: 'silence' }, when);
      await disk.snapshot();
      await off(killOf);
      return silence;
    },
    shutDown: async () => {
      powered = false;
      const ran = services.filter((service) => service.wasStarted());
      const from = monotonicClock.now();
      await allEnded(ran.map((service) => service.shutDown({ withinMs: STOP_WITHIN_MS })));
      const silence = await network.impose(SILENCE, { kind: 'silence' });
      await disk.sync();
      await off(killOf);
      return together([{ at: from, uncertaintyMs: 0 }, silence]);
    },
    powerOn: async () => {
      if (powered) return;
      await disk.mount();
      await forgetConnections(agent, self.name);
      await network.lift(SILENCE);
      for (const service of services) await service.restorePower();
      powered = true;
    },
    sync: () => disk.sync(),
    giveWay: async (yes) => {
      await allEnded(services.map((service) => service.giveWay(yes)));
    },
    skew: (skew) => {
      if (!options.needs.has('skewable-clock')) throw notAskedFor(self.name, 'skewable-clock');
      return setSkew(agent, skew);
    },
    [Symbol.asyncDispose]: async () => {
      agent[Symbol.dispose]();
    },
  };
}

/** States in which a kernel still has something to say on a connection: ss(8). */
const SPEAKING = ['established', 'fin-wait-1', 'close-wait', 'last-ack', 'closing', 'syn-sent'];

/**
 * Lets the kernel forget the connections of processes that lost power: it outlived them, as that of
 * a real machine does not, and would say FIN on them as soon as it can.
 */
async function forgetConnections(agent: Agent, machine: string): Promise<void> {
  await agent.exec(['ss', '--kill', '--tcp', '--all']);
  const states = SPEAKING.flatMap((state) => ['state', state]);
  const { exitCode, output } = await agent.exec(['ss', '-Htn', ...states]);
  const left = output.trim();
  if (exitCode === 0 && left === '') return;
  throw new HarnessError(
    'POWER',
    `${machine}: expected no connection from before its power cut, found: ${left || `code ${exitCode}`}`,
    {
      hint: 'The kernel must have CONFIG_INET_DIAG_DESTROY, or the machine would say goodbye late.',
    },
  );
}

/**
 * Takes away the addresses that services gave the machine, a virtual one for example: its network
 * namespace, which outlives the power, would go on holding them.
 */
async function forgetAddresses(agent: Agent, { address }: Host): Promise<void> {
  const { output } = await agent.exec(['ip', '-o', '-4', 'address', 'show', 'dev', 'eth0']);
  const held = [...output.matchAll(/ inet (\S+)/g)].map(([, found = '']) => found);
  for (const other of held.filter((one) => !one.startsWith(`${address}/`))) {
    await agent.exec(['ip', 'address', 'del', other, 'dev', 'eth0']);
  }
}

export const notAskedFor = (machine: string, capability: Capability): HarnessError =>
  new HarnessError('CAPABILITY', `${machine} was not built to offer ${capability}`, {
    hint: 'A fault names in `needs` what it wants of a machine.',
  });

/** Its holder, with the agent in it. */
async function networkOf(
  options: DockerMachineOptions,
  marked: Readonly<Record<string, string>>,
): Promise<{ holder: Docker.Container; agent: Agent; clock: FakeClock }> {
  const { docker, network, plan, self, hosts, imageOf, name, degrader } = options;
  const clock = await fakeClock(options, marked);
  const holder = await startHolder({
    docker,
    network,
    self,
    hosts,
    image: imageOf('machine'),
    name,
    labels: marked,
    binds: clock.binds,
    sysctls: Object.assign({}, ...plan.services.map(({ sysctls }) => sysctls)),
    devices: degrader === 'wire' ? ['/dev/net/tun'] : [],
  });
  const agent = await startAgent(docker, holder, { hearingPort: HEARING_PORT });
  return { holder, agent, clock };
}

async function diskOf(
  options: DockerMachineOptions,
  marked: Readonly<Record<string, string>>,
): Promise<PoweredDisk> {
  const { docker, plan, self, rack, imageOf, name } = options;
  if (rack === undefined) return noDisk(self.name);
  const folders = plan.services.flatMap(({ data }) => data).length;
  return dockerDisk({
    docker,
    rack: await rack,
    machine: self.name,
    image: imageOf('machine'),
    name,
    labels: marked,
    folders,
  });
}

interface FakeClock {
  readonly binds: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A volume that begins with what the machine's image has there: libfaketime. */
async function fakeClock(
  { docker, needs, name }: DockerMachineOptions,
  marked: Readonly<Record<string, string>>,
): Promise<FakeClock> {
  if (!needs.has('skewable-clock')) return { binds: [], environment: {} };
  const Name = `${name}-skew`;
  await docker.createVolume({ Name, Labels: { ...marked } });
  return { binds: [`${Name}:${FAKE_CLOCK_FOLDER}`], environment: fakeClockEnvironment };
}

interface Parts {
  readonly holder: Docker.Container;
  readonly disk: PoweredDisk;
  readonly marked: Readonly<Record<string, string>>;
  readonly clock: FakeClock;
}

function servicesOf(
  { docker, plan, self, hosts, imageOf, name, onLog }: DockerMachineOptions,
  { holder, disk, marked, clock }: Parts,
): readonly DockerService[] {
  const volumes = [...disk.volumes];
  return plan.services.map((service) =>
    dockerService({
      docker,
      clock: monotonicClock,
      plan: {
        ...service,
        environment: (...where) => ({ ...service.environment(...where), ...clock.environment }),
      },
      self,
      hosts,
      holder,
      image: imageOf(service.image),
      containerName: serviceContainerName(name, service.name),
      labels: { ...marked, [labels.service]: service.name },
      binds: [
        ...clock.binds,
        ...service.data.flatMap((folder) => {
          const volume = volumes.shift();
          return volume === undefined ? [] : [`${volume}:${folder}`];
        }),
      ],
      onLog,
    }),
  );
}
