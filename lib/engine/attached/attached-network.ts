import type Docker from 'dockerode';
import { monotonicClock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Instant } from '../../core/instant.ts';
import type { MachineNetwork, NetworkRule, Vantage } from '../../core/network.ts';
import { type Agent, startAgent } from '../agent.ts';
import { type LinkDegrader, machineNetwork } from '../machine-network.ts';
import { agentVantage, HEARING_PORT } from '../vantage.ts';
import type { AddressBook } from './address-book.ts';
import { FORGET_RULES, forgetRules } from './forget-rules.ts';

export interface AttachedNetworkOptions {
  readonly docker: Docker;
  readonly machine: string;
  /** The container whose network namespace it is. */
  readonly owner: Docker.Container;
  /** Joined to it: made here, removed by its labels. */
  readonly helper: HelperOptions;
  readonly book: AddressBook;
  readonly degrader: LinkDegrader;
  /** What a reader of the history should know. */
  readonly note: (line: string) => void;
}

export interface HelperOptions {
  readonly image: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The network of somebody else's container, through an agent in a container that has joined it. */
export interface AttachedNetwork extends MachineNetwork {
  readonly vantage: Vantage;
  /** Takes every rule away. */
  leave(): Promise<void>;
  /** Says in which of its lives the container is; undefined where it does not run. */
  lives(life: string | undefined): void;
  /** The rules in force, anew: addresses have changed. Never rejects. */
  renew(): Promise<void>;
  /** Resolves when rules in force are so in the present life of the container. */
  settled(): Promise<void>;
  /** TCP ports that somebody listens at, for others than itself. */
  listening(): Promise<readonly number[]>;
}

interface Joined {
  readonly life: string;
  readonly agent: Agent;
  readonly network: MachineNetwork;
}

/**
 * A namespace ends with the container's life, and the rules in it: what is in force is imposed again in
 * the next one. When this process is killed, the agent ends, and what is then run takes all rules away.
 */
export function attachedNetwork(options: AttachedNetworkOptions): AttachedNetwork {
  const { docker, machine, owner, book, degrader, note } = options;
  const inForce = new Map<string, NetworkRule>();
  const inTurn = queue();
  let helper: Docker.Container | undefined;
  let life: string | undefined;
  let joined: Joined | undefined;

  const part = () => {
    joined?.agent[Symbol.dispose]();
    joined = undefined;
  };
  /** In the present life of the container; undefined where there is none. */
  const join = async (): Promise<Joined | undefined> => {
    if (life === undefined) return undefined;
    if (joined?.life === life) return joined;
    part();
    const joining = life;
    helper = await joinHelper(options, helper);
    await forgetRules(docker, helper);
    const agent = await startAgent(docker, helper, {
      hearingPort: HEARING_PORT,
      finally: FORGET_RULES,
    });
    const devices = await devicesOf(agent);
    const network = machineNetwork({
      agent,
      machine,
      addresses: book.addresses,
      degrader,
      devices,
    });
    joined = { life: joining, agent, network };
    for (const [name, rule] of inForce) await network.impose(name, rule);
    return joined;
  };
  /** One that has just ended is joined when it is back. */
  const joinIfItRuns = () =>
    join().catch(async (error: unknown) => {
      part();
      const { State: state } = await owner.inspect();
      if (state.Running && state.StartedAt === life) throw error;
      return undefined;
    });
  const renew = async () => {
    const before = joined;
    const now = await joinIfItRuns();
    if (now === undefined || inForce.size === 0) return;
    if (now === before) {
      for (const [name, rule] of inForce) {
        await now.network.lift(name);
        await now.network.impose(name, rule);
      }
    }
    note(`it, or a peer, was started anew: ${inForce.size} rules were imposed again`);
  };
  return {
    impose: (name, rule, when) =>
      inTurn(async () => {
        const now = await joinIfItRuns();
        inForce.set(name, rule);
        return now === undefined ? thisInstant() : now.network.impose(name, rule, when);
      }),
    lift: (name) =>
      inTurn(async () => {
        inForce.delete(name);
        // With an earlier life its rules have ended as well.
        if (joined === undefined || joined.life !== life) return thisInstant();
        return joined.network.lift(name).catch(async () => {
          // Whoever has ended the helper: to join anew takes away all that is not in force.
          part();
          await joinIfItRuns();
          return thisInstant();
        });
      }),
    vantage: vantageOf(machine, book, async () => (await inTurn(joinIfItRuns))?.agent),
    lives: (now) => {
      if (now === life) return;
      life = now;
      if (inForce.size > 0 && now !== undefined) inTurn(renew).catch(told(note));
    },
    renew: async () => {
      if (inForce.size > 0) await inTurn(renew).catch(told(note));
    },
    settled: () => inTurn(async () => undefined),
    listening: () => inTurn(async () => listeningAt((await joinIfItRuns())?.agent)),
    leave: () =>
      inTurn(async () => {
        inForce.clear();
        const last = helper;
        if (last === undefined || joined === undefined || joined.life !== life) return;
        part();
        await forgetRules(docker, last).catch(async () => {
          helper = await joinHelper(options, last);
          await forgetRules(docker, helper);
        });
      }),
  };
}

const told = (note: (line: string) => void) => (error: unknown) =>
  note(`rules in force could not be imposed again: ${messageOf(error)}`);

function thisInstant(): Instant {
  return { at: monotonicClock.now(), uncertaintyMs: 0 };
}

/** One after another. */
function queue(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const next = last.then(act, act);
    last = next.catch(() => 'told to whoever waits for it');
    return next;
  };
}

/** A helper that is started again joins the namespace that is there then. */
async function joinHelper(
  { docker, owner, helper: { image, name, labels }, degrader }: AttachedNetworkOptions,
  helper: Docker.Container | undefined,
): Promise<Docker.Container> {
  if (helper !== undefined) {
    const isThere = await helper.restart({ t: 0 }).then(
      () => true,
      (error: unknown) => unlessGone(error),
    );
    if (isThere) return helper;
  }
  const made = await docker.createContainer({
    name,
    Image: image,
    Labels: { ...labels },
    HostConfig: {
      NetworkMode: `container:${owner.id}`,
      CapAdd: ['NET_ADMIN', 'NET_RAW', 'SYS_NICE'],
      Devices:
        degrader === 'wire'
          ? [
              {
                PathOnHost: '/dev/net/tun',
                PathInContainer: '/dev/net/tun',
                CgroupPermissions: 'rwm',
              },
            ]
          : [],
    },
  });
  await made.start();
  return made;
}

/** Somebody may have removed it. */
function unlessGone(error: unknown): false {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return false;
  throw error;
}

/** Devices with an address, loopback aside: `2: eth0    inet 172.18.0.2/16 ...`, as ip(8) lists them. */
async function devicesOf(agent: Agent): Promise<readonly string[]> {
  const { output } = await agent.exec(['ip', '-o', 'address', 'show', 'scope', 'global']);
  const names = [...output.matchAll(/^\d+: (\S+)/gm)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => name !== 'lo');
}

/** `LISTEN 0 511 0.0.0.0:8080 0.0.0.0:*`, as ss(8) lists them. */
async function listeningAt(agent: Agent | undefined): Promise<readonly number[]> {
  if (agent === undefined) return [];
  const { output } = await agent.exec(['ss', '-Hltn']);
  const ports = output.split('\n').flatMap((line) => {
    const [, address = '', port] = line.match(/^LISTEN\s+\d+\s+\d+\s+(\S+):(\d+)\s/) ?? [];
    const isLocal = address.startsWith('127.') || address === '[::1]';
    return port === undefined || isLocal ? [] : [Number(port)];
  });
  return [...new Set(ports)].toSorted((one, other) => one - other);
}

/** Its agent's, at whatever address it has now; nothing is sent or heard while it does not run. */
function vantageOf(
  name: string,
  book: AddressBook,
  agentNow: () => Promise<Agent | undefined>,
): Vantage {
  return {
    name,
    get address() {
      return book.addressOf(name);
    },
    ready: async () => {
      await agentNow();
    },
    meets: (other) => book.addressFrom(name, other.name) !== undefined,
    send: async (to, datagrams) => {
      const agent = await agentNow();
      const address = book.addressFrom(name, to.name);
      if (agent === undefined || address === undefined) return;
      await agentVantage(name, '', agent).send({ ...to, address }, datagrams);
    },
    heard: async (token) => {
      const agent = await agentNow();
      if (agent === undefined) return [];
      const receipts = await agentVantage(name, '', agent).heard(token);
      return receipts.map((receipt) => heardAs(receipt, book));
    },
  };
}

/** By whichever of its addresses one is heard, it is called by the first. */
export function heardAs<Heard extends { readonly from: string }>(
  receipt: Heard,
  book: AddressBook,
): Heard {
  const name = book.nameOf(receipt.from);
  return name === undefined ? receipt : { ...receipt, from: book.addressOf(name) };
}
