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
  /** Configuration by absolute path in the container, once everybody's address is known. */
  readonly files: (self: Host, all: readonly Host[]) => Readonly<Record<string, string>>;
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
