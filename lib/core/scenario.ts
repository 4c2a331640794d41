import type { Expectation } from './history.ts';
import type { Blow } from './schedule.ts';
import type { Topology } from './topology.ts';
import type { Workload } from './workload.ts';

/** How long the phases take. All in milliseconds. */
export interface Timing {
  /** Good answers wanted in a row before the first blow. */
  readonly steadyMs: number;
  /** The cluster must be steady within this, or the verdict is unknown. */
  readonly steadyWithinMs: number;
  /** Stability window W: recovered is what stays good for this long. */
  readonly stabilityMs: number;
  /** After the last cure, how long to wait for the return before the recording ends. */
  readonly recoverWithinMs: number;
  /** Pause between two looks at a machine: what roles, redundancy and two primaries are known to. */
  readonly observeEveryMs: number;
}

export const defaultTiming: Timing = {
  steadyMs: 3_000,
  steadyWithinMs: 30_000,
  stabilityMs: 3_000,
  recoverWithinMs: 60_000,
  observeEveryMs: 100,
};

/** Everything needed to do it again. */
export interface Scenario {
  readonly name: string;
  /** One sentence: what happens. */
  readonly title: string;
  readonly topology: Topology;
  readonly workloads: readonly Workload[];
  readonly schedule: readonly Blow[];
  readonly expect: readonly Expectation[];
  readonly timing?: Partial<Timing>;
  /** The file that it was read from, if it is not a suite's: what does it again names it. */
  readonly file?: string;
}
