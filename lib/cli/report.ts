import { Command } from 'commander';
import { exitCodes, type VerdictKind, worst } from '../core/verdict.ts';
import { reportAgain } from '../harness/report-again.ts';
import { jsonReport } from '../reporters/json.ts';

/** `blackstart report`: the files of a run's folder anew, from its history. */
export function reportCommand(exit: (code: number) => void): Command {
  return new Command('report')
    .description("write a run's report anew from its history, with today's measures")
    .argument('<folder...>', 'the folder of a run, or several')
    .option('--json', 'print the results; a list where there are several')
    .addHelpText('after', EXAMPLES)
    .action(async (folders: readonly string[], { json }: { readonly json?: true }) => {
      const kinds: VerdictKind[] = [];
      const results: unknown[] = [];
      for (const folder of folders) {
        const { html, report, because } = await reportAgain(folder);
        kinds.push(report?.verdict.kind ?? 'unknown');
        results.push(report === undefined ? { folder, unknown: because } : jsonReport(report));
        if (json === true) continue;
        console.log(
          `${html}: ${report?.verdict.kind ?? 'unknown'}, ${report?.verdict.because ?? because}`,
        );
      }
      if (json === true) {
        console.log(JSON.stringify(results.length === 1 ? results[0] : results, null, 2));
      }
      exit(exitCodes[worst(kinds)]);
    });
}

const EXAMPLES = `
Examples:
  blackstart report reports/latest
  blackstart report reports/*galera-kill     all runs of a scenario`;
