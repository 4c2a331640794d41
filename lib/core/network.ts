import type { Instant } from './instant.ts';

/** The harness and its clients, as a peer of the machines. */
export const CLIENTS = 'clients';

/** What a link does to the packets that it carries. Fractions are 0 to 1. */
export interface LinkQuality {
  readonly delayMs: number;
  /** The delay varies evenly by up to this much around `delayMs`. */
  readonly jitterMs: number;
  readonly loss: number;
  readonly duplicate: number;
  /** This part of the packets overtakes the others: it is not delayed. */
  readonly reorder: number;
  /** This part of the packets has one changed bit. */
  readonly corrupt: number;
  /** Undefined is unlimited. */
  readonly kbitPerSecond: number | undefined;
}

/**
 * What a machine's network does to frames. `from` and `to` are names of peers, CLIENTS among them;
 * rules of one machine add up.
 */
export type NetworkRule =
  /** Every frame in and out is dropped, ARP included. */
  | { readonly kind: 'silence' }
  /** Frames from these peers, and to those, are dropped. */
  | { readonly kind: 'drop'; readonly from: readonly string[]; readonly to: readonly string[] }
  /** Every TCP segment from and to this port of the machine is answered with RST. */
  | { readonly kind: 'reset'; readonly port: number }
  /** What the machine sends to these peers goes over a link like that. */
  | { readonly kind: 'quality'; readonly to: readonly string[]; readonly quality: LinkQuality };

/** The network of one machine. */
export interface MachineNetwork {
  /** Puts a rule in force, under a name of its own, not before a clock time. */
  impose(name: string, rule: NetworkRule, options?: ImposeOptions): Promise<Instant>;
  /** Takes it away; nothing happens where there is none of that name. */
  lift(name: string): Promise<Instant>;
}

export interface ImposeOptions {
  /** For a blow at several machines that is to land on all of them at once. */
  readonly notBefore?: number | undefined;
}

/** A datagram that was heard. */
export interface Receipt {
  /** Address of the sender. */
  readonly from: string;
  /** Position among those of its token, from 0. */
  readonly sequence: number;
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly intact: boolean;
}

export interface Datagrams {
  readonly token: number;
  readonly count: number;
  readonly gapMs: number;
  readonly bytes: number;
}

/** A place in the network from where others can be sent to and heard. */
export interface Vantage {
  readonly name: string;
  readonly address: string;
  /** Whether there is a network that both are in; absent where all are in one. */
  readonly meets?: (other: Pick<Vantage, 'name'>) => boolean;
  /** Resolves when it can hear and send; absent where it always can. */
  readonly ready?: () => Promise<void>;
  /** Resolves when the last has been sent; whether any arrives is for the other side to say. */
  send(to: Vantage, datagrams: Datagrams): Promise<void>;
  /** What has come with this token since it was last asked for. */
  heard(token: number): Promise<readonly Receipt[]>;
}
