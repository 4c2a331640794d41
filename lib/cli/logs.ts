import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { monotonicClock } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import { findCluster } from '../session/clusters.ts';
import { serviceNamed } from '../session/services.ts';
import { topologyOf } from '../session/topology-of.ts';
import { nameOption, type OfCluster } from './of-cluster.ts';

const EVERY_MS = 250;

/** `blackstart logs`: what a service has written, with seconds since the run began. */
export function logsCommand(): Command {
  return new Command('logs')
    .description('show what a service has written, with the seconds of the run before it')
    .argument('<service>', 'galera-1/galera, or its machine or its name where that is clear')
    .option('--follow', 'go on, until Ctrl-C')
    .addOption(nameOption())
    .addHelpText('after', '\nExamples:\n  blackstart logs galera-1 --follow')
    .action(async (text: string, { name, follow }: OfCluster & { readonly follow?: true }) => {
      const cluster = findCluster(name, process.env);
      const { machine, service } = serviceNamed(text, topologyOf(cluster.claim));
      const folder = cluster.keeper?.folder;
      if (folder === undefined) {
        throw new UsageError(`${cluster.name} has not begun yet`, {
          hint: 'blackstart status shows how far it is.',
        });
      }
      const path = join(folder, `${machine}-${service}.log`);
      let from = await print(path, 0);
      while (follow === true) {
        await monotonicClock.sleep(EVERY_MS);
        from = await print(path, from);
      }
    });
}

/** What comes after a position; returns the next one. */
async function print(path: string, from: number): Promise<number> {
  const size = existsSync(path) ? statSync(path).size : 0;
  if (size <= from) return from;
  for await (const chunk of createReadStream(path, { start: from, end: size - 1 })) {
    process.stdout.write(chunk);
  }
  return size;
}
