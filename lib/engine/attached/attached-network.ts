import type Docker from 'dockerode';
import { monotonicClock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { inTurns } from '../../core/in-turn.ts';
import type { Instant } from '../../core/instant.ts';
import type { MachineNetwork, NetworkRule, Vantage } from '../../core/network.ts';
import { type Agent, startAgent } from '../agent.ts';
import { machineNetwork } from '../machine-network.ts';
import { HEARING_PORT } from '../vantage.ts';
import type { AddressBook } from './address-book.ts';
import { attachedVantage } from './attached-vantage.ts';
import { FORGET_RULES, forgetRules } from './forget-rules.ts';
import { type HelperOptions, joinHelper } from './helper.ts';
import { devicesOf, listeningAt } from './seen-inside.ts';

export interface AttachedNetworkOptions {
  readonly docker: Docker;
  readonly machine: string;
  /** The container whose network namespace it is. */
  readonly owner: Docker.Container;
  /** Joined to it: made here, removed by its labels. */
  readonly helper: HelperOptions;
  readonly book: AddressBook;
  /** What a reader of the history should know. */
  readonly note: (line: string) => void;
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
  const { docker, machine, owner, book, note } = options;
  const { degrader } = options.helper;
  const inForce = new Map<string, NetworkRule>();
  const inTurn = inTurns();
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
    helper = await joinHelper(docker, owner, options.helper, helper);
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
    vantage: attachedVantage(machine, book, async () => (await inTurn(joinIfItRuns))?.agent),
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
          helper = await joinHelper(docker, owner, options.helper, last);
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
