import { monotonicClock } from '../core/clock.ts';
import { thisProcess } from './owner.ts';

/** What marks everything that Blackstart makes; nothing without `run` is ever touched. */
export const labels = {
  run: 'org.blackstart.run',
  owner: 'org.blackstart.owner',
  machine: 'org.blackstart.machine',
  service: 'org.blackstart.service',
  keep: 'org.blackstart.keep',
  /** A Compose project of somebody else that a helper container of ours belongs to. */
  project: 'org.blackstart.project',
} as const;

export interface RunLabels {
  readonly run: string;
  /** See `thisProcess`. */
  readonly owner: string;
  /** Left standing for a person to look at, until `blackstart clean`. */
  readonly keep: 'yes' | 'no';
}

/** The labels of everything that belongs to a run. */
export function runLabels({ run, owner, keep }: RunLabels): Record<string, string> {
  return {
    [labels.run]: run,
    [labels.owner]: owner,
    ...(keep === 'yes' ? { [labels.keep]: 'yes' } : {}),
  };
}

/** A run's name and labels for what a process needs beside a run: the next sweep knows it, too. */
export function helperRun(purpose: string): { run: string; labels: Record<string, string> } {
  const run = `${purpose}-${process.pid}-${Math.round(monotonicClock.now()).toString(36)}`;
  return { run, labels: runLabels({ run, owner: thisProcess(), keep: 'no' }) };
}
