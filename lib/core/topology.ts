import type { Fact } from './history.ts';
import type { Host } from './machine.ts';
import type { System } from './system.ts';

/** A service before there is a container: what to run, with which files, on one machine. */
export interface ServicePlan {
  readonly name: string;
  readonly system: string;
  /** A folder under images/. */
  readonly image: string;
  readonly port: number;
  /**
   * What only the harness can know, for images and files that take it from there. `all` are the
   * machines of the topology that it was planned in, whatever else runs on them.
   */
  readonly environment: (self: Host, all: readonly Host[]) => Readonly<Record<string, string>>;
  /** The operator's configuration, if any: every file of a folder, as it is, to a folder in the container. */
  readonly config?: ServiceConfig;
  /** Linux capabilities beyond the engine's default, for example NET_ADMIN to hold a virtual address. */
  readonly capabilities?: readonly string[];
  /** What its machine's kernel must be set to, as sysctl(8) has it: of the network namespace only. */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** Folders that lie on the machine's disk; they begin with what the image has there. */
  readonly data: readonly string[];
  /** The same, as arguments: they win over any file. */
  readonly arguments: (self: Host, all: readonly Host[]) => readonly string[];
  /** What it needs at most, for the preflight. */
  readonly memoryMiB: number;
}

export interface ServiceConfig {
  readonly folder: string;
  /** Folders whose files come on top, one after another: new ones, or in place of those before. */
  readonly overlays?: readonly string[];
  readonly target: string;
}

export interface MachinePlan {
  readonly name: string;
  /** Further names under which every machine finds it, as a file of hosts gives them. */
  readonly aliases?: readonly string[];
  readonly services: readonly ServicePlan[];
}

/** Systems placed on machines. */
export interface Topology {
  readonly name: string;
  readonly settings: Readonly<Record<string, Fact>>;
  readonly machines: readonly MachinePlan[];
  readonly systems: readonly System[];
}
