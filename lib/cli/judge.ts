import { Command, Option } from 'commander';
import { UsageError } from '../core/errors.ts';
import { type Report, reportOf } from '../core/report.ts';
import { exitCodes, worst } from '../core/verdict.ts';
import { readExpectations } from '../harness/expectations-file.ts';
import { measures } from '../measures/index.ts';
import { consoleReport } from '../reporters/console.ts';
import { jsonReport } from '../reporters/json.ts';
import { trialsReport } from '../reporters/trials.ts';
import { readHistoryFile } from '../run/history-file.ts';
import { useColour } from './colour.ts';
import { formats } from './formats.ts';

/** `blackstart judge`: the verdict of stored histories, with today's measures. */
export function judgeCommand(exit: (code: number) => void): Command {
  return new Command('judge')
    .description('measure and judge stored histories again; several are trials of one scenario')
    .argument('<history...>', 'a history.jsonl, or several')
    .option('--expect <file>', 'hold them against the expectations of this file (JSON or YAML)')
    .option('--json', 'print the result as JSON; a list where there are several')
    .addOption(
      new Option('--format <name>', 'print one history as the file of that format has it')
        .choices(Object.keys(formats))
        .conflicts('json'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], { json, expect, format }: JudgeFlags) => {
      assertOne(paths, format);
      const expectations = expect === undefined ? undefined : readExpectations(expect);
      const reports: Report[] = [];
      for (const path of paths) {
        reports.push(reportOf(await readHistoryFile(path), measures, expectations));
      }
      const print = formats[format ?? ''];
      if (print !== undefined) {
        for (const report of reports) console.log(print(report));
      } else if (json === true) {
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
  readonly format?: string;
}

/** The files of several runs, one after another, are none that a machine could read. */
function assertOne(paths: readonly string[], format: string | undefined): void {
  if (format === undefined || paths.length === 1) return;
  throw new UsageError(`expected one history for --format ${format}, found ${paths.length}`, {
    hint: 'Judge them one by one, or take --json for a list.',
  });
}

const EXAMPLES = `
Examples:
  blackstart judge reports/latest/history.jsonl
  blackstart judge reports/latest/history.jsonl --expect tonight.yaml
  blackstart judge reports/latest/history.jsonl --format markdown
  blackstart judge reports/*galera-kill/history.jsonl     all trials of a scenario, together`;
