import { Command } from 'commander';
import { reportOf } from '../core/report.ts';
import { exitCodes } from '../core/verdict.ts';
import { measures } from '../measures/index.ts';
import { consoleReport } from '../reporters/console.ts';
import { jsonReport } from '../reporters/json.ts';
import { readHistoryFile } from '../run/history-file.ts';
import { useColour } from './colour.ts';

/** `blackstart judge`: the verdict of a stored history, with today's measures. */
export function judgeCommand(exit: (code: number) => void): Command {
  return new Command('judge')
    .description('measure and judge a stored history again')
    .argument('<history>', 'a history.jsonl')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  blackstart judge reports/latest/history.jsonl')
    .action(async (path: string, { json }: { readonly json?: true }) => {
      const report = reportOf(await readHistoryFile(path), measures);
      if (json === true) console.log(JSON.stringify(jsonReport(report), null, 2));
      else console.log(consoleReport(report, { colour: useColour(process.stdout) }));
      exit(exitCodes[report.verdict.kind]);
    });
}
