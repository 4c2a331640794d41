import { Command } from 'commander';
import { keepCluster } from '../session/keep-cluster.ts';
import { plainLines } from './activity.ts';
import { onInterruption } from './interruption.ts';

/** `blackstart keeper`: what `up` starts, and no person. */
export function keeperCommand(): Command {
  return new Command('keeper').argument('<place>').action(async (place: string) => {
    using interruption = onInterruption((words) => console.error(words));
    using activity = plainLines();
    await keepCluster(place, {
      env: process.env,
      progress: activity.progress,
      interruption: interruption.signal,
    });
  });
}
