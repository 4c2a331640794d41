import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, Option } from 'commander';
import { monotonicClock } from '../core/clock.ts';
import { withProfile } from '../core/profile.ts';
import { assertConfigurable, type Configs, parseConfig, withConfig } from '../core/with-config.ts';
import { newSeed } from '../harness/run-id.ts';
import { exploreOn, searchFolder } from '../harness/search-runs.ts';
import { searchSubject } from '../harness/search-subject.ts';
import {
  type ExplorationReport,
  exploredLine,
  exploreExitCode,
  exploreJson,
  exploreReport,
} from '../reporters/search/explore.ts';
import { beyond } from '../search/beyond.ts';
import { explore } from '../search/explore.ts';
import type { SurvivalPromise } from '../search/promise.ts';
import { showActivity } from './activity.ts';
import { onInterruption } from './interruption.ts';
import { wholeNumber } from './numbers.ts';
import { timeSpan } from './time-span.ts';

interface ExploreFlags {
  readonly for: number;
  readonly seed?: number;
  readonly beyond?: true;
  readonly config: Configs;
  readonly profile?: string;
  readonly suites?: string;
  readonly reports: string;
  readonly json?: true;
}

/** `blackstart explore`: schedules by chance, until one breaks a promise or the time is over. */
export function exploreCommand(exit: (code: number) => void): Command {
  return new Command('explore')
    .description('try random schedules on a topology until one breaks what it promises')
    .argument('<topology>', 'its name as files have it, or a scenario that lends its own')
    .addOption(
      new Option('--for <time>', 'begin no run that would end later')
        .argParser(timeSpan)
        .default(30 * 60_000, '30m'),
    )
    .option('--seed <number>', 'decides every schedule and its choices', wholeNumber)
    .option('--beyond', 'also do what the topology does not promise to survive')
    .option('--config <system=folder>', 'its files on top of that system’s own', parseConfig, {})
    .option('--profile <name>', 'a folder of fixtures/profiles on top, a folder a system in it')
    .option('--suites <folder>', 'take scenarios from this folder')
    .option('--reports <folder>', 'write files and reports below this folder', 'reports')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (topology: string, flags: ExploreFlags) => {
      const report = await exploration(topology, flags);
      writeFileSync(
        join(report.folder, 'explore.json'),
        `${JSON.stringify(exploreJson(report), null, 2)}\n`,
      );
      if (flags.json === true) console.log(JSON.stringify(exploreJson(report), null, 2));
      else console.log(exploreReport(report));
      exit(exploreExitCode(report));
    });
}

const EXAMPLES = `
Examples:
  blackstart explore galera --for 30m --seed 7      the same schedules as another search with seed 7
  blackstart explore control-plane --profile kolla  as Kolla-Ansible deploys it
  blackstart explore galera --config galera=my-change --for 1h
  blackstart explore incident.yaml                  on its topology, under its workloads
  blackstart explore redis-sentinel --beyond        what it does not promise, too
  blackstart shrink reports/explore-.../runs/...    then: what is the least that shows it?

Every schedule is kept as a scenario file. What each topology promises: docs/explore.md.
Exit codes: 0 no violation, 1 a violation, 2 not known, 3 error, 64 wrong usage.`;

async function exploration(name: string, flags: ExploreFlags): Promise<ExplorationReport> {
  const { seed = newSeed(), suites, config, profile, reports } = flags;
  const limit = flags.beyond === true ? 'beyond' : 'promised';
  const promised = await searchSubject(name, suites);
  const promise = limit === 'beyond' ? beyond(promised) : promised;
  assertUsable(promise, flags);
  using interruption = onInterruption((words) => console.error(`\n${words}`));
  using activity = showActivity();
  const { progress, confirm } = activity;
  const { signal } = interruption;
  const folder = searchFolder('explore', reports);
  const run = exploreOn(folder, { config, profile, progress, confirm, signal });
  const result = await explore({
    ...{ promise, seed, limit, signal, forMs: flags.for, clock: monotonicClock },
    run: (attempt) => {
      progress(`schedule ${attempt.made.index + 1}: ${attempt.scenario.title}`);
      return run(attempt);
    },
    onRun: (explored) => progress(exploredLine(explored)),
  });
  const { machines, atOnce, without, topology } = promise;
  return {
    ...result,
    ...{ topology: topology.name, seed, machines, atOnce, limit, without },
    folder: relative(process.cwd(), folder) || folder,
    again: againOf(name, flags, seed),
  };
}

/** Wrong usage is told before a folder is made. */
function assertUsable(
  { topology, workloads }: SurvivalPromise,
  { config, profile }: Pick<ExploreFlags, 'config' | 'profile'>,
): void {
  const scenario = { name: 'x', title: '', topology, workloads, schedule: [], expect: [] };
  assertConfigurable([scenario], config);
  withConfig(profile === undefined ? scenario : withProfile(scenario, profile), config);
}

const againOf = (name: string, flags: ExploreFlags, seed: number): string =>
  [
    `npx blackstart explore ${name} --for ${flags.for / 1_000}s --seed ${seed}`,
    ...(flags.beyond === true ? ['--beyond'] : []),
    ...(flags.suites === undefined ? [] : [`--suites ${flags.suites}`]),
    ...(flags.profile === undefined ? [] : [`--profile ${flags.profile}`]),
    ...Object.entries(flags.config).map(([system, folder]) => `--config ${system}=${folder}`),
  ].join(' ');
