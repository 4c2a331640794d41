import type { Workload } from '../core/workload.ts';
import type { Health } from './health.ts';
import type { Loading } from './loading.ts';
import type { Load } from './loads.ts';
import type { StrikeOptions } from './strike.ts';

/** A cluster that stands, under load and watched: what the chaos phase has to do with. */
export interface Stage {
  /** Whether it was steady, as the first blow of a schedule wants it. */
  readonly steady: Health;
  /** What carries blows out. */
  readonly striking: StrikeOptions;
  readonly loading: Loading;
  /** Makes what a workload needs, once, so that its load can begin. */
  prepare(workload: Workload): Promise<Load>;
}

/**
 * What happens on a stage in place of a schedule. Everything is healed when it resolves: with for how long
 * nothing has been in force by then, in ms, as the cluster has had so much of its time to recover.
 */
export type Act = (stage: Stage) => Promise<number>;
