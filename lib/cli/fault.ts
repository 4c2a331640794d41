import { Command } from 'commander';
import type { Json } from '../core/history.ts';
import { livingCluster } from '../session/clusters.ts';
import { blowFromWords } from '../session/plain-words.ts';
import { tell } from '../session/tell.ts';
import { nameOption, type OfCluster } from './of-cluster.ts';
import { isProven, struckLines } from './struck.ts';

interface FaultFlags extends OfCluster {
  readonly for?: string;
  readonly of?: string;
  readonly rolling?: true;
  readonly every?: string;
  readonly json?: true;
}

/** The harm is done, but nobody could see it: the same as a verdict. */
const UNKNOWN = 2;

/** `blackstart fault`: one blow, now. */
export function faultCommand(exit: (code: number) => void): Command {
  return new Command('fault')
    .description('do harm, now: returns when it is done and proven, and it stays in force')
    .argument('<kind>', 'one of docs/scenario-settings.md: kill, pause, partition, power-cycle ...')
    .argument(
      '<target...>',
      'machines, a service on one, or a role; sides with / between them; and settings (name=value)',
    )
    .option('--for <duration>', 'how long (40s, 1m30s); until `blackstart heal`, if not given')
    .option('--of <system>', 'whose machines, and whose word on roles counts')
    .option('--rolling', 'one machine after another, each when the one before is healed')
    .option('--every <duration>', 'one machine after another, with this pause')
    .addOption(nameOption())
    .option('--json', 'print what was done as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (kind: string, words: readonly string[], flags: FaultFlags) => {
      const cluster = livingCluster(flags.name, process.env);
      const names = (cluster.claim.project?.machines ?? []).map(({ name }) => name);
      const { fault, target } = blowFromWords([kind, ...words], flags, names);
      const struck = await tell(cluster, {
        order: 'fault',
        fault: fault as Json,
        target: target as Json,
      });
      if (flags.json === true) console.log(JSON.stringify(struck, null, 2));
      else console.log(struckLines(struck).join('\n'));
      exit(isProven(struck) ? 0 : UNKNOWN);
    });
}

const EXAMPLES = `
Examples:
  blackstart fault pause controller-2 --for 40s
  blackstart fault kill controller-2/haproxy             one service; until it is healed
  blackstart fault power-cycle primary --for 20s         whoever is that now
  blackstart fault partition galera-1 / galera-2,galera-3
  blackstart fault degrade galera-3 delayMs=200ms loss=0.01 --for 1m`;
