import { Command } from 'commander';
import type { Json } from '../core/history.ts';
import { livingCluster } from '../session/clusters.ts';
import { settingsIn } from '../session/plain-words.ts';
import { tell } from '../session/tell.ts';
import { nameOption, type OfCluster } from './of-cluster.ts';

interface LoadFlags extends OfCluster {
  readonly json?: true;
}

/** `blackstart load`: what is asked of a cluster in the background. */
export function loadCommand(): Command {
  return new Command('load')
    .description('begin and end what is asked of the cluster in the background')
    .addHelpText('after', EXAMPLES)
    .addCommand(startCommand())
    .addCommand(stopCommand());
}

function startCommand(): Command {
  return new Command('start')
    .description('go on with what was stopped, or begin a workload')
    .argument('[workload]', 'one of docs/scenario-settings.md')
    .argument('[setting=value...]', 'its settings')
    .addOption(nameOption())
    .option('--json', 'print which are under way now as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (workload: string | undefined, words: readonly string[], flags: LoadFlags) => {
      const cluster = livingCluster(flags.name, process.env);
      const settings = settingsIn(words);
      const named = Object.keys(settings).length === 0 ? workload : { [workload ?? '']: settings };
      const begun = await tell(cluster, {
        order: 'load-start',
        ...(named === undefined ? {} : { workload: named as Json }),
      });
      if (flags.json === true) console.log(JSON.stringify(begun));
      else console.log(`under way: ${begun.join(', ')}; its rates: blackstart status --watch`);
    });
}

function stopCommand(): Command {
  return new Command('stop')
    .description('stop a workload, or all; what is recovered meanwhile, nobody sees')
    .argument('[workload]', 'as `blackstart status` calls it')
    .addOption(nameOption())
    .option('--json', 'print which were stopped as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (workload: string | undefined, flags: LoadFlags) => {
      const cluster = livingCluster(flags.name, process.env);
      const stopped = await tell(cluster, {
        order: 'load-stop',
        ...(workload === undefined ? {} : { name: workload }),
      });
      console.log(flags.json === true ? JSON.stringify(stopped) : `stopped: ${stopped.join(', ')}`);
    });
}

const EXAMPLES = `
Examples:
  blackstart load stop
  blackstart load start                              goes on where it was stopped
  blackstart load start bank ratePerSecond=50        one more beside it`;
