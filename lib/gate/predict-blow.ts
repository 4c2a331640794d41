import type { Scenario } from '../core/scenario.ts';
import type { Blow } from '../core/schedule.ts';
import type { Workload } from '../core/workload.ts';
import type { Prediction } from '../predictions/galera.ts';
import { predictionsOf } from '../predictions/of-blow.ts';

/** Where the configuration files of a system lie. */
export type FolderOf = (system: string) => string;

/**
 * How long this workload's operations should stop after this blow (rto.all), from the files alone;
 * undefined where no formula is known: for more than one machine, for instance, or for what is healed
 * before it would be noticed.
 */
export function predictBlow(
  {
    blow,
    workload: { system, settings },
    scenario: { topology },
  }: {
    readonly blow: Blow;
    readonly workload: Workload;
    readonly scenario: Scenario;
  },
  folderOf: FolderOf,
): Prediction | undefined {
  // What one of several steps costs is not told apart.
  if (blow.target.order.order !== 'together') return undefined;
  // Requests to each machine by itself are away with it.
  if (system === 'edge' && settings?.['to'] !== undefined) return undefined;
  const found = predictionsOf(blow, topology, folderOf);
  const of = (name: string): Prediction | undefined => {
    const one = found.find(({ system, about }) => system === name && about === 'service');
    if (one === undefined || !one.missed || blow.fault.lastsMs < one.prediction.minMs)
      return undefined;
    return one.sure ? one.prediction : { ...one.prediction, minMs: 0 };
  };
  const own = of(system);
  return own !== undefined && system === 'galera' ? longer(own, of('edge')) : own;
}

/** Two things are noticed independently of each other: the later one counts. */
function longer(one: Prediction, other: Prediction | undefined): Prediction {
  if (other === undefined) return one;
  const { parts } = other.maxMs > one.maxMs ? other : one;
  return {
    minMs: Math.max(one.minMs, other.minMs),
    maxMs: Math.max(one.maxMs, other.maxMs),
    parts,
  };
}
