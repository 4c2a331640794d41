import { relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { exitCodes, type VerdictKind } from '../core/verdict.ts';
import { type RunResult, runScenario } from '../harness/run-scenario.ts';
import { chooseScenarios, loadScenarios } from '../harness/scenarios.ts';
import { consoleReport } from '../reporters/console.ts';
import { jsonReport } from '../reporters/json.ts';
import { showActivity } from './activity.ts';
import { useColour } from './colour.ts';
import { onInterruption } from './interruption.ts';

interface RunFlags {
  readonly seed?: number;
  readonly keep?: true;
  readonly json?: true;
  readonly suites?: string;
  readonly reports: string;
}

/** `blackstart run`: scenarios on real containers, one after another, judged and reported. */
export function runCommand(exit: (code: number) => void): Command {
  return new Command('run')
    .description('run scenarios, judge them and write their reports')
    .argument('[scenario...]', 'names as `blackstart list` shows them; all if none is given')
    .option('--seed <number>', 'decides every choice of the run', wholeNumber)
    .option('--keep', 'leave the machines standing, until `blackstart clean`')
    .option('--suites <folder>', 'take scenarios from this folder')
    .option('--reports <folder>', 'write the reports below this folder', 'reports')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], flags: RunFlags) => {
      const scenarios = await loadScenarios(flags.suites);
      const chosen = names.length > 0 ? chooseScenarios(scenarios, names) : scenarios;
      using interruption = onInterruption();
      const results: RunResult[] = [];
      for (const scenario of chosen) {
        interruption.signal.throwIfAborted();
        using activity = showActivity();
        activity.progress(`${scenario.name}: ${scenario.title}`);
        const { seed, reports, keep, suites } = flags;
        const { progress, confirm } = activity;
        const { signal } = interruption;
        const result = await runScenario(scenario, {
          seed,
          suites,
          reports,
          progress,
          confirm,
          signal,
          keep: keep === true ? 'yes' : 'no',
        });
        results.push(result);
        activity[Symbol.dispose]();
        if (flags.json !== true) print(result, flags.keep === true);
      }
      if (flags.json === true) {
        console.log(
          JSON.stringify(
            results.map(({ report }) => jsonReport(report)),
            null,
            2,
          ),
        );
      }
      exit(exitCodes[worst(results.map(({ report }) => report.verdict.kind))]);
    });
}

const EXAMPLES = `
Examples:
  blackstart run galera-kill               one scenario
  blackstart run galera-kill --seed 7      the same choices as another run with seed 7
  blackstart run galera-kill --keep        look around afterwards with docker exec
  blackstart run --json > results.json     all of them, for a machine`;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  throw new InvalidArgumentError(`Expected a whole number from 0 to ${2 ** 31 - 1}.`);
}

function print({ report, folder, files }: RunResult, kept: boolean): void {
  const here = (path: string) => relative(process.cwd(), path) || path;
  console.log(consoleReport(report, { colour: useColour(process.stdout) }));
  console.log(`  report: ${here(files.html)}`);
  console.log(`  history and logs: ${here(folder)}`);
  if (kept)
    console.log('  kept: the machines are still there; remove them with `blackstart clean`');
}

/** One verdict for several runs: nothing hides behind a better one. */
export function worst(kinds: readonly VerdictKind[]): VerdictKind {
  const order: readonly VerdictKind[] = ['error', 'fail', 'unknown', 'skipped', 'pass'];
  return order.find((kind) => kinds.includes(kind)) ?? 'unknown';
}
