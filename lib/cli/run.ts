import { relative } from 'node:path';
import { Command } from 'commander';
import type { Scenario } from '../core/scenario.ts';
import { exitCodes, worst } from '../core/verdict.ts';
import { assertConfigurable, parseConfig } from '../core/with-config.ts';
import { namedScenarios } from '../harness/named-scenarios.ts';
import { type RunResult, runScenario } from '../harness/run-scenario.ts';
import { consoleReport } from '../reporters/console.ts';
import { jsonReport } from '../reporters/json.ts';
import { trialsReport } from '../reporters/trials.ts';
import { useColour } from './colour.ts';
import { type DryRunFlags, dryRun } from './dry-run.ts';
import { onInterruption } from './interruption.ts';
import { atLeastOne, wholeNumber } from './numbers.ts';
import { type ShownTrial, showTrial } from './show-trial.ts';

interface RunFlags extends DryRunFlags {
  readonly trials: number;
  readonly keep?: true;
  readonly dryRun?: true;
  readonly live: boolean;
}

/** `blackstart run`: scenarios on real containers, one after another, judged and reported. */
export function runCommand(exit: (code: number) => void): Command {
  return new Command('run')
    .description('run scenarios, judge them and write their reports')
    .argument(
      '[scenario...]',
      'names as `blackstart list` shows them, files in YAML or JSON, or folders of them; all if none is given',
    )
    .option('--seed <number>', 'decides every choice of the run', wholeNumber)
    .option('--trials <number>', 'run each so often; a given seed counts up', atLeastOne, 1)
    .option('--config <system=folder>', 'its files on top of that system’s own', parseConfig, {})
    .option('--profile <name>', 'a folder of fixtures/profiles on top, a folder a system in it')
    .option('--keep', 'leave the machines standing, until `blackstart clean`')
    .option('--suites <folder>', 'take scenarios from this folder')
    .option('--reports <folder>', 'write the reports below this folder', 'reports')
    .option('--no-live', 'plain lines on a terminal, too, in place of the live view')
    .option('--dry-run', 'start nothing: print what would be done to whom, and how long it takes')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], flags: RunFlags) => {
      const chosen = await namedScenarios(names, flags.suites);
      assertConfigurable(chosen, flags.config);
      if (flags.dryRun === true) return dryRun(chosen, flags);
      let shown: ShownTrial | undefined;
      using interruption = onInterruption((words) =>
        shown === undefined ? console.error(`\n${words}`) : shown.note(words),
      );
      const results: RunResult[] = [];
      for (const { scenario, place } of trialsOf(chosen, flags.trials)) {
        interruption.signal.throwIfAborted();
        await using trial = showTrial(scenario, { place, as: flags.live ? 'live' : 'plain' });
        shown = trial;
        const { seed, reports, keep, suites, config, profile } = flags;
        const { progress, confirm, watch } = trial;
        const { signal } = interruption;
        const result = await runScenario(scenario, {
          seed: seed === undefined ? undefined : seed + place.trial - 1,
          suites,
          config,
          profile,
          reports,
          progress,
          confirm,
          watch,
          signal,
          keep: keep === true ? 'yes' : 'no',
        });
        results.push(result);
        await trial[Symbol.asyncDispose]();
        if (flags.json !== true) print(result, flags.keep === true);
        const isLast = place.trial > 1 && place.trial === flags.trials;
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
  blackstart run galera-kill --config galera=my-change
                                           with its files on top of our own
  blackstart run control-plane-power --profile kolla
                                           as Kolla-Ansible deploys it
  blackstart run galera-kill --keep        look around afterwards with docker exec
  blackstart run incident.yaml             a scenario of your own, from a file
  blackstart run incident.yaml --dry-run   what it would do, without doing it
  blackstart run --json > results.json     all of them, for a machine`;

/** Each scenario so often, one after another. */
const trialsOf = (scenarios: readonly Scenario[], trials: number) =>
  scenarios.flatMap((scenario, index) =>
    Array.from({ length: trials }, (_, trial) => ({
      scenario,
      place: {
        scenario: index + 1,
        scenarios: scenarios.length,
        trial: trial + 1,
        trials,
      },
    })),
  );

function print({ report, folder, files }: RunResult, kept: boolean): void {
  const here = (path: string) => relative(process.cwd(), path) || path;
  console.log(consoleReport(report, { colour: useColour(process.stdout) }));
  console.log(`  report: ${here(files.html)}`);
  console.log(`  history and logs: ${here(folder)}`);
  if (kept)
    console.log('  kept: the machines are still there; remove them with `blackstart clean`');
}
