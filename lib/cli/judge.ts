import { Command } from 'commander';
import { type Report, reportOf } from '../core/report.ts';
import { exitCodes, worst } from '../core/verdict.ts';
import { readExpectations } from '../harness/expectations-file.ts';
import { measures } from '../measures/index.ts';
import { consoleReport } from '../reporters/console.ts';
import { jsonReport } from '../reporters/json.ts';
import { trialsReport } from '../reporters/trials.ts';
import { readHistoryFile } from '../run/history-file.ts';
import { useColour } from './colour.ts';

/** `blackstart judge`: the verdict of stored histories, with today's measures. */
export function judgeCommand(exit: (code: number) => void): Command {
  return new Command('judge')
    .description('measure and judge stored histories again; several are trials of one scenario')
    .argument('<history...>', 'a history.jsonl, or several')
    .option('--expect <file>', 'hold them against the expectations of this file (JSON or YAML)')
    .option('--json', 'print the result as JSON; a list where there are several')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], { json, expect }: JudgeFlags) => {
      const expectations = expect === undefined ? undefined : readExpectations(expect);
      const reports: Report[] = [];
      for (const path of paths) {
        reports.push(reportOf(await readHistoryFile(path), measures, expectations));
      }
      if (json === true) {
        const results = reports.map(jsonReport);
        console.log(JSON.stringify(results.length === 1 ? results[0] : results, null, 2));
      } else {
        const colour = useColour(process.stdout);
        for (const report of reports) console.log(consoleReport(report, { colour }));
        if (reports.length > 1) console.log(`\n${trialsReport(reports)}`);
      }
      exit(exitCodes[worst(reports.map(({ verdict }) => verdict.kind))]);
    });
}

interface JudgeFlags {
  readonly expect?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  blackstart judge reports/latest/history.jsonl
  blackstart judge reports/latest/history.jsonl --expect tonight.yaml
  blackstart judge reports/*galera-kill/history.jsonl     all trials of a scenario, together`;
