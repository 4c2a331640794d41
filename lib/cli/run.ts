import { relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Scenario } from '../core/scenario.ts';
import { exitCodes, worst } from '../core/verdict.ts';
import { type RunResult, runScenario } from '../harness/run-scenario.ts';
import { chooseScenarios, loadScenarios } from '../harness/scenarios.ts';
import { consoleReport } from '../reporters/console.ts';
import { jsonReport } from '../reporters/json.ts';
import { trialsReport } from '../reporters/trials.ts';
import { showActivity } from './activity.ts';
import { useColour } from './colour.ts';
import { onInterruption } from './interruption.ts';

interface RunFlags {
  readonly seed?: number;
  readonly trials: number;
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
    .option('--trials <number>', 'run each so often; a given seed counts up', atLeastOne, 1)
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
      for (const { scenario, trial } of trialsOf(chosen, flags.trials)) {
        interruption.signal.throwIfAborted();
        using activity = showActivity();
        const which = flags.trials > 1 ? `, trial ${trial + 1} of ${flags.trials}` : '';
        activity.progress(`${scenario.name}: ${scenario.title}${which}`);
        const { seed, reports, keep, suites } = flags;
        const { progress, confirm } = activity;
        const { signal } = interruption;
        const result = await runScenario(scenario, {
          seed: seed === undefined ? undefined : seed + trial,
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
        const isLast = trial > 0 && trial + 1 === flags.trials;
        if (flags.json !== true && isLast) {
          const together = results.slice(-flags.trials).map(({ report }) => report);
          console.log(`\n${trialsReport(together)}`);
        }
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
  blackstart run galera-kill --trials 10   ten times, and what they show together
  blackstart run galera-kill --keep        look around afterwards with docker exec
  blackstart run --json > results.json     all of them, for a machine`;

/** Each scenario so often, one after another. */
const trialsOf = (scenarios: readonly Scenario[], trials: number) =>
  scenarios.flatMap((scenario) =>
    Array.from({ length: trials }, (_, trial) => ({ scenario, trial })),
  );

function atLeastOne(text: string): number {
  const value = wholeNumber(text);
  if (value >= 1) return value;
  throw new InvalidArgumentError('Expected at least 1.');
}

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
