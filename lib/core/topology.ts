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
  readonly environment: Readonly<Record<string, string>>;
  /** The operator's configuration, if any: every file of a folder, as it is, to a folder in the container. */
  readonly config?: { readonly folder: string; readonly target: string };
  /** Folders that lie on the machine's disk; they begin with what the image has there. */
  readonly data: readonly string[];
  /** What only the harness can know, as arguments: they win over any file. */
  readonly arguments: (self: Host, all: readonly Host[]) => readonly string[];
  /** What it needs at most, for the preflight. */
  readonly memoryMiB: number;
}

export interface MachinePlan {
  readonly name: string;
  readonly services: readonly ServicePlan[];
}

/** Systems placed on machines. */
export interface Topology {
  readonly name: string;
  readonly settings: Readonly<Record<string, Fact>>;
  readonly machines: readonly MachinePlan[];
  readonly systems: readonly System[];
}
