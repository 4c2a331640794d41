import type { MachineDisk } from './disk.ts';
import type { Instant } from './instant.ts';
import type { ImposeOptions, MachineNetwork, Vantage } from './network.ts';
import type { Service } from './service.ts';

/** How the clock of a machine's services goes wrong. */
export interface Skew {
  readonly jumpMs: number;
  /** Seconds that it gains in a second; negative where it loses. */
  readonly drift: number;
}

/** What has one power cord: one network namespace and address, one disk, and its services. */
export interface Machine {
  readonly name: string;
  readonly address: string;
  readonly services: readonly Service[];
  readonly network: MachineNetwork;
  readonly disk: MachineDisk;
  /** Its own place in the network, beside its services. */
  readonly vantage: Vantage;
  /**
   * Takes the power away: silence first, then the disk as it is on the platter, then every process
   * is gone. What was not synced is lost. The instant is that of the silence.
   */
  powerOff(options?: ImposeOptions): Promise<Instant>;
  /** Ends services in order, unmounts the disk, and then takes the power away. */
  shutDown(): Promise<Instant>;
  /** Powers it on, if it is off: link, disk (journal replay and all), then the services that ran. */
  powerOn(): Promise<void>;
  /** Puts all that has been written so far on its disk. */
  sync(): Promise<void>;
  /** Whether its services leave processors to those of other clusters: while nobody measures them. */
  giveWay(yes: boolean): Promise<void>;
  /** Its services' clock; a second call replaces the first, `undefined` sets it right. */
  skew(skew: Skew | undefined): Promise<Instant>;
}

/** Where a machine can be reached; all that a configuration file needs to know of its peers. */
export interface Host {
  readonly name: string;
  readonly address: string;
}

/** The service of a system on a machine. */
export function serviceOf(machine: Machine, system: string): Service {
  const service = machine.services.find((candidate) => candidate.system === system);
  if (service === undefined) {
    throw new RangeError(`${machine.name} runs no ${system}`);
  }
  return service;
}
