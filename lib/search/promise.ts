import type { FaultSpec } from '../core/fault.ts';
import type { Expectation } from '../core/history.ts';
import type { Timing } from '../core/scenario.ts';
import type { Target } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import type { Workload } from '../core/workload.ts';

/** At whom a move is aimed. */
export type Aim =
  /** One machine of those that may be harmed, by name; only this service of it where one is named. */
  | { readonly at: 'machine'; readonly service?: string }
  /** Whoever has this role when the blow falls: one machine. */
  | { readonly at: 'role'; readonly target: Target }
  /** Several at once or in turn, as far as the topology promises to survive that. */
  | { readonly at: 'group'; readonly target: Target };

/** One thing that a search may do: a kind of harm, at whom, for how long. */
export interface Move {
  readonly kind: string;
  readonly aim: Aim;
  /** The harm stays at least and at most so long, ms; 0 and 0 for what does not last. */
  readonly lastsMs: readonly [least: number, most: number];
  readonly fault: (lastsMs: number) => FaultSpec;
}

/** What a topology promises to survive with its data sound, and what must hold then. */
export interface SurvivalPromise {
  readonly topology: Topology;
  readonly workloads: readonly Workload[];
  /** Machines that may be harmed. */
  readonly machines: readonly string[];
  /** How many of them may be away at a time, while it goes on. */
  readonly atOnce: number;
  readonly moves: readonly Move[];
  readonly expect: readonly Expectation[];
  readonly timing?: Partial<Timing>;
  /** What is left out, and why, in one sentence each. */
  readonly without: readonly string[];
}
