import type Docker from 'dockerode';
import { type AttachedMachine, NOTES } from '../../core/attached-project.ts';
import { monotonicClock } from '../../core/clock.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { Machine } from '../../core/machine.ts';
import type { MachineNetwork, Vantage } from '../../core/network.ts';
import type { LogLine } from '../../core/platform.ts';
import { noDisk } from '../no-disk.ts';
import type { AddressBook } from './address-book.ts';
import { type AttachedNetwork, attachedNetwork } from './attached-network.ts';
import { attachedService } from './attached-service.ts';
import { clientPort } from './client-port.ts';
import { followed } from './followed.ts';
import type { HelperOptions } from './helper.ts';
import { listeningPorts } from './listening-ports.ts';
import { restore } from './restore.ts';

export interface AttachedMachineOptions {
  readonly docker: Docker;
  readonly found: AttachedMachine;
  readonly helper: HelperOptions;
  readonly book: AddressBook;
  readonly onLog: (line: LogLine) => void;
  /** Called when it is seen at another address than before. */
  readonly moved: () => void;
}

/** A machine that is let go of in the end. */
export interface BorrowedMachine extends Machine {
  /** Joins its network and finds out where it listens; nothing of it is changed by that. */
  join(): Promise<void>;
  /** Its rules in force, anew. */
  renew(): Promise<void>;
  /** Takes away every rule, and lets all of it run as it was found. */
  letGo(): Promise<void>;
}

/** Where one finds what lives in this host's network. */
const THIS_HOST = '127.0.0.1';

/** A container that somebody else has started, with those that share its network, as a machine. */
export function attachedMachine(options: AttachedMachineOptions): BorrowedMachine {
  const { docker, found, book, onLog, moved } = options;
  const { name } = found;
  const note = (line: string) => onLog({ machine: name, service: NOTES, line });
  const network = networkOf(options, note);
  const address = () => (found.network === 'host' ? THIS_HOST : book.addressOf(name));
  /** Ports of its network, whoever of it listens there. */
  let listening: readonly number[] = [];

  const services = found.services.map((own, index) => {
    let pid = 0;
    let port: number | undefined;
    const isOwner = index === 0 && network !== undefined;
    const logs = followed(docker, own, (line) => onLog({ machine: name, service: own.name, line }));
    return attachedService({
      docker,
      machine: name,
      found: own,
      ownsNetwork: isOwner,
      address,
      port: () => {
        const isAlone = found.services.length === 1;
        port ??= clientPort(own, listeningPorts({ container: own.container, pid }), {
          ofNetwork: listening,
          isAlone,
        });
        return port;
      },
      seen: (info) => {
        pid = info.State.Pid;
        logs.seen(info);
        if (!isOwner) return;
        const isNews = book.note(name, placesIn(info));
        network.lives(info.State.Running ? info.State.StartedAt : undefined);
        if (isNews) moved();
      },
      started: async () => network?.settled(),
    });
  });
  return {
    name,
    get address() {
      return address();
    },
    services,
    network: network ?? withoutNetwork(name),
    disk: noDisk(name),
    vantage: network?.vantage ?? nowhere(name),
    powerOff: refuse,
    shutDown: refuse,
    powerOn: refuse,
    skew: refuse,
    // What somebody else's containers write, and which processors they get, is theirs to decide.
    sync: async () => undefined,
    giveWay: async () => undefined,
    join: async () => {
      for (const service of services) await service.state();
      listening = (await network?.listening()) ?? [];
    },
    renew: async () => network?.renew(),
    letGo: async () => {
      const failures: unknown[] = [];
      await network?.leave().catch((error: unknown) => failures.push(error));
      // The owner of the network before those that have joined it.
      for (const own of found.services) {
        const done = await restore(docker, own).catch((error: unknown) => {
          failures.push(error);
          return [];
        });
        for (const what of done) note(`${own.name}: ${what}`);
      }
      if (failures.length > 0) throw notAsFound(name, failures);
    },
  };
}

function networkOf(
  { docker, found, helper, book }: AttachedMachineOptions,
  note: (line: string) => void,
): AttachedNetwork | undefined {
  const [owner] = found.services;
  if (found.network !== 'own' || owner === undefined) return undefined;
  const container = docker.getContainer(owner.container);
  return attachedNetwork({
    ...{ docker, machine: found.name, owner: container, helper, book, note },
  });
}

const placesIn = ({ NetworkSettings }: Docker.ContainerInspectInfo) =>
  Object.entries(NetworkSettings.Networks).flatMap(([network, { IPAddress, GlobalIPv6Address }]) =>
    [IPAddress, GlobalIPv6Address]
      .filter((address) => address !== '' && address !== undefined)
      .map((address) => ({ network, address })),
  );

/** The namespace is the host's, or somebody's who is none of the project: no rule of ours belongs there. */
function withoutNetwork(machine: string): MachineNetwork {
  return {
    impose: async () => {
      throw new HarnessError('CAPABILITY', `${machine} has no network of its own`, {
        hint: 'Only what has a network namespace of its own can be cut off.',
      });
    },
    lift: async () => ({ at: monotonicClock.now(), uncertaintyMs: 0 }),
  };
}

/** Nobody meets it, and it hears nothing. */
const nowhere = (name: string): Vantage => ({
  name,
  address: '',
  meets: () => false,
  send: async () => undefined,
  heard: async () => [],
});

const refuse = (): never => {
  throw new HarnessError(
    'CAPABILITY',
    'this machine is somebody else’s: it has no power cord here',
    {
      hint: 'Only machines of a run lose power, or have their clocks turned.',
    },
  );
};

const notAsFound = (machine: string, failures: readonly unknown[]): HarnessError =>
  new HarnessError(
    'NOT_AS_FOUND',
    `${machine} could not be left as it was found: ${failures.map(messageOf).join('; ')}`,
    { hint: 'See docker ps -a; a restart of a container takes away what rules are left in it.' },
  );
