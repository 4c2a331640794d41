import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, Option } from 'commander';
import { UsageError } from '../core/errors.ts';
import { assertConfigurable, type Configs, parseConfig } from '../core/with-config.ts';
import { findRun } from '../harness/find-run.ts';
import { keepScenario } from '../harness/keep-scenario.ts';
import { newSeed } from '../harness/run-id.ts';
import { searchFolder, shrinkOn } from '../harness/search-runs.ts';
import { readStoredRun } from '../harness/stored-run.ts';
import {
  type ShrinkReport,
  shrinkJson,
  shrinkReport,
  stepLine,
} from '../reporters/search/shrink.ts';
import { headerOf } from '../run/header.ts';
import { readScenario } from '../scenarios/read-scenario.ts';
import { once, parseRepeats, type Repeats } from '../search/repeats.ts';
import { type ShrinkOptions, shrink } from '../search/shrink.ts';
import { violationIn } from '../search/violation.ts';
import { showActivity } from './activity.ts';
import { onInterruption } from './interruption.ts';
import { wholeNumber } from './numbers.ts';

interface ShrinkFlags {
  readonly repeat: Repeats;
  readonly seed?: number;
  readonly config: Configs;
  readonly profile?: string;
  readonly output?: string;
  readonly reports: string;
  readonly json?: true;
}

/** `blackstart shrink`: the least that still shows what a run showed. */
export function shrinkCommand(exit: (code: number) => void): Command {
  return new Command('shrink')
    .description('drop and shorten blows for as long as the same expectation fails')
    .argument(
      '<run|file>',
      'a run that failed (its folder, or name below reports), or a scenario file',
    )
    .addOption(
      new Option('--repeat <k/n>', 'counts what fails in k of n runs; k alone is k of k')
        .argParser(parseRepeats)
        .default(once, '1/1'),
    )
    .option('--seed <number>', 'of a file; a run has its own', wholeNumber)
    .option('--config <system=folder>', 'its files on top of that system’s own', parseConfig, {})
    .option('--profile <name>', 'a folder of fixtures/profiles on top')
    .option('--output <file>', 'write the smallest scenario there')
    .option('--reports <folder>', 'write files and reports below this folder', 'reports')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string, flags: ShrinkFlags) => {
      const report = await shrunk(await subjectOf(wanted, flags), flags);
      writeFileSync(
        join(report.folder, 'shrink.json'),
        `${JSON.stringify(shrinkJson(report), null, 2)}\n`,
      );
      if (flags.json === true) console.log(JSON.stringify(shrinkJson(report), null, 2));
      else console.log(shrinkReport(report));
      exit(report.outcome === 'shrunk' ? 0 : 2);
    });
}

const EXAMPLES = `
Examples:
  blackstart shrink reports/latest                    with its seed, profile and configuration
  blackstart shrink reports/latest --repeat 1/3       what fails seldom: once in up to three runs
  blackstart shrink incident.yaml --seed 7 --output smallest.yaml

Exit codes: 0 shrunk, 2 it did not fail again, 3 error, 64 wrong usage.`;

/** What is to be shrunk, and how it is run. */
interface Subject extends Pick<ShrinkOptions, 'scenario' | 'seed' | 'violation'> {
  readonly config: Configs;
  readonly profile?: string | undefined;
}

async function subjectOf(wanted: string, flags: ShrinkFlags): Promise<Subject> {
  if (/\.(ya?ml|json)$/.test(wanted)) {
    const { seed = newSeed(), config, profile } = flags;
    const scenario = readScenario(wanted);
    assertConfigurable([scenario], config);
    return { scenario, seed, config, profile };
  }
  const folder = findRun(wanted, flags.reports);
  const { report, scenario, seed, asked } = await readStoredRun(folder);
  const violation = violationIn(report);
  if (violation === undefined) {
    throw new UsageError(
      `${wanted}: expected a run that failed, found one that is ${report.verdict.kind}: ${report.verdict.because}`,
      { hint: 'What did not fail can not be made smaller; blackstart replay runs it again.' },
    );
  }
  const config = { ...asked.config, ...flags.config };
  return { scenario, seed, violation, config, profile: flags.profile ?? asked.profile };
}

async function shrunk(subject: Subject, flags: ShrinkFlags): Promise<ShrinkReport> {
  const { scenario, seed, violation, config, profile } = subject;
  if (scenario.schedule.length === 0) {
    throw new UsageError(`${scenario.name}: expected a blow at least, found none`, {
      hint: 'There is nothing to drop or to shorten.',
    });
  }
  using interruption = onInterruption((words) => console.error(`\n${words}`));
  using activity = showActivity();
  const { progress, confirm } = activity;
  const { signal } = interruption;
  const folder = searchFolder('shrink', flags.reports);
  const path = flags.output ?? join(folder, 'smallest.yaml');
  const run = shrinkOn(folder, { config, profile, progress, confirm, signal });
  let isKept = false;
  const result = await shrink({
    ...{ scenario, seed, violation, repeats: flags.repeat },
    run: (candidate, own) => {
      signal.throwIfAborted();
      return run(candidate, own);
    },
    onStep: (step) => progress(stepLine(step)),
    // Whatever ends this early, the smallest so far is there.
    onSmaller: (smaller) => {
      isKept = keepScenario(path, smaller, [`What is left of ${scenario.name}, seed ${seed}.`]);
    },
  });
  const file = isKept ? relative(process.cwd(), path) : undefined;
  const named = file === undefined ? result.scenario : { ...result.scenario, file };
  const { replay } = headerOf(named, {
    ...{ run: '', seed, startedAt: 0, versions: {}, config, profile },
  });
  return {
    ...result,
    ...{ repeats: flags.repeat, seed, before: scenario.schedule, file, replay },
    folder: relative(process.cwd(), folder) || folder,
  };
}
