import { Command } from 'commander';
import { livingCluster } from '../session/clusters.ts';
import { tell } from '../session/tell.ts';
import { nameOption, type OfCluster } from './of-cluster.ts';
import { healedLines, isProven } from './struck.ts';

const UNKNOWN = 2;

/** `blackstart heal`: ends what is in force. */
export function healCommand(exit: (code: number) => void): Command {
  return new Command('heal')
    .description('end a fault that is in force, or all of them')
    .argument('[what]', 'its number, its kind, or a machine; everything, if nothing is said')
    .addOption(nameOption())
    .option('--json', 'print what was healed as JSON')
    .addHelpText('after', '\nExamples:\n  blackstart heal\n  blackstart heal 2')
    .action(async (what: string | undefined, { name, json }: OfCluster & { json?: true }) => {
      const cluster = livingCluster(name, process.env);
      const healed = await tell(cluster, {
        order: 'heal',
        ...(what === undefined ? {} : { what }),
      });
      if (json === true) console.log(JSON.stringify(healed, null, 2));
      else console.log(healed.flatMap(healedLines).join('\n'));
      exit(healed.every(isProven) ? 0 : UNKNOWN);
    });
}
