import { relative } from 'node:path';
import { Command, Option } from 'commander';
import { monotonicClock } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import { type Baseline, readBaseline } from '../gate/baseline.ts';
import { parseBudget } from '../gate/budget.ts';
import type { GateReport } from '../gate/gate-report.ts';
import { type Layer, readLayer } from '../gate/layer.ts';
import { defaultMargin, type Margin, parseMargin } from '../gate/margin.ts';
import { orderOf } from '../gate/plan.ts';
import { runGate } from '../gate/run-gate.ts';
import { surprisesIn } from '../gate/surprises.ts';
import type { TrialKey } from '../gate/trial.ts';
import { announceRun } from '../harness/announce-run.ts';
import { gateSet, loadGateSets } from '../harness/gate-sets.ts';
import { gateTrials } from '../harness/gate-trials.ts';
import { prepareGate } from '../harness/prepare-gate.ts';
import { newSeed } from '../harness/run-id.ts';
import { chooseScenarios, loadScenarios } from '../harness/scenarios.ts';
import { type GateFiles, writeGateReports } from '../harness/write-gate-reports.ts';
import { gateConsole } from '../reporters/gate/console.ts';
import { gateHtml } from '../reporters/gate/html.ts';
import { gateExitCodes, gateJson } from '../reporters/gate/json.ts';
import { gateMarkdown } from '../reporters/gate/markdown.ts';
import { outlookReport } from '../reporters/gate/outlook.ts';
import { showActivity } from './activity.ts';
import { useColour } from './colour.ts';
import { gateMutations } from './gate-mutations.ts';
import { onInterruption } from './interruption.ts';
import { atLeastOne, wholeNumber } from './numbers.ts';

interface GateFlags {
  readonly baseline?: string;
  readonly candidate?: string;
  readonly mutations?: string | true;
  readonly only?: readonly string[];
  readonly system?: readonly string[];
  readonly results: string;
  readonly tableOnly?: true;
  readonly topology?: string;
  readonly scenario?: readonly string[];
  readonly trials: number;
  readonly budget?: number;
  readonly margin: Margin;
  readonly seed?: number;
  readonly json?: true;
  readonly format?: string;
  readonly suites?: string;
  readonly reports: string;
}

type CandidateFlags = GateFlags & Required<Pick<GateFlags, 'candidate'>>;

/** `blackstart gate`: whether a change of configuration is safe, before it is merged. */
export function gateCommand(exit: (code: number) => void): Command {
  return new Command('gate')
    .description('compare a configuration with another one, and say whether it is no worse')
    .option('--candidate <folder>', 'the files that change, on top of the baseline’s')
    .option('--baseline <folder|profile>', 'on top of the scenarios’ own files; those if not given')
    .option(
      '--topology <name>',
      'compare on this set of scenarios; that of the systems that change',
    )
    .option('--scenario <name...>', 'compare on these scenarios')
    .option('--trials <number>', 'run each under both so often at most', atLeastOne, 10)
    .option('--budget <time>', 'begin no pair of runs that would end later: 30m', parseBudget)
    .addOption(
      new Option('--margin <margin>', 'how much longer is no worse')
        .argParser(parseMargin)
        .default(defaultMargin, '10%,500ms'),
    )
    .option('--seed <number>', 'of the first pair; it counts up', wholeNumber)
    .addOption(
      new Option(
        '--mutations [folder]',
        'hold changes that are known to be bad, or harmless, against a baseline: does the gate see it?',
      ).conflicts(['candidate', 'baseline', 'topology', 'scenario']),
    )
    .option('--only <name...>', 'of those changes these')
    .option('--system <name...>', 'and those of these systems')
    .option('--results <file>', 'keep what they cost here, to go on another day', RESULTS)
    .option('--table-only', 'show what is kept of them, and run nothing')
    .option('--suites <folder>', 'take scenarios from this folder')
    .option('--reports <folder>', 'write the reports below this folder', 'reports')
    .option('--json', 'print the result as JSON')
    .addOption(
      new Option('--format <name>', 'print the result in this format')
        .choices(Object.keys(formats))
        .conflicts('json'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: GateFlags) => {
      const { mutations, candidate, only, system, tableOnly } = flags;
      if (mutations !== undefined) return exit(await gateMutations({ ...flags, mutations }));
      if ((only ?? system ?? tableOnly) !== undefined) {
        throw new UsageError(ONLY_MUTATIONS, { hint: 'Add --mutations, or leave them out.' });
      }
      if (candidate === undefined) throw new UsageError(NO_CANDIDATE, { hint: CANDIDATE_HINT });
      const { report, files } = await gate({ ...flags, candidate });
      const format = flags.json === true ? 'json' : (flags.format ?? 'console');
      console.log(formats[format]?.(report));
      if (format === 'console') {
        console.log(`  report: ${relative(process.cwd(), files.html)}`);
      }
      exit(gateExitCodes[report.judgement.kind]);
    });
}

const formats: Readonly<Record<string, (report: GateReport) => string>> = {
  console: (report) => `\n${gateConsole(report, { colour: useColour(process.stdout) })}`,
  json: (report) => JSON.stringify(gateJson(report), null, 2),
  markdown: gateMarkdown,
  html: gateHtml,
};

const RESULTS = 'reports/mutations.jsonl';

const ONLY_MUTATIONS = 'gate: expected --only, --system and --table-only beside --mutations alone';
const NO_CANDIDATE = 'gate: expected --candidate <folder>, or --mutations, found neither';
const CANDIDATE_HINT =
  'Name the folder of the files that change; docs/gate.md says what may lie there.';

const EXAMPLES = `
Examples:
  blackstart gate --candidate my-change                  against the files of this project
  blackstart gate --baseline hardened --candidate my-change --topology control-plane
  blackstart gate --baseline production --candidate my-change --budget 30m
  blackstart gate --candidate my-change --scenario galera-kill galera-black-start --trials 4
  blackstart gate --candidate my-change --format markdown > comment.md
  blackstart gate --mutations --system redis --budget 30m   put the gate itself to the test

my-change holds files as their product names them (haproxy.cfg, redis.conf, *.cnf), or folders named after
systems. Exit codes: 0 no worse, 1 worse, 2 not known, 3 error, 64 wrong usage.`;

async function gate(flags: CandidateFlags): Promise<{ report: GateReport; files: GateFiles }> {
  const candidate = readLayer('--candidate', flags.candidate);
  const baseline = readBaseline(flags.baseline);
  const seed = flags.seed ?? newSeed();
  const prepared = prepareGate({
    ...{ baseline, candidate, seed, pairs: flags.trials, margin: flags.margin },
    ...{ budgetMs: flags.budget, reports: flags.reports, again: againOf(flags, seed) },
    scenarios: await scenariosOf(flags, candidate),
  });
  const { outlook, folder } = prepared;
  const said = outlookReport(outlook, { colour: useColour(process.stdout) });
  if (flags.json === true || flags.format !== undefined) console.error(said);
  else console.log(said);
  using interruption = onInterruption((words) => console.error(`\n${words}`));
  using activity = showActivity();
  const { progress, confirm } = activity;
  const { signal } = interruption;
  const run = gateTrials({
    ...{ ...prepared, baseline, systems: systemsOf(baseline, candidate) },
    run: { suites: flags.suites, progress, confirm, signal },
  });
  const result = await runGate({
    ...{ plan: outlook.plan, clock: monotonicClock, budgetMs: flags.budget },
    run: (key) => {
      signal.throwIfAborted();
      progress(trialWords(key, flags.trials));
      return run(key);
    },
    onTrial: ({ scenario, arm, verdict, because }, { kind, because: why, pairs }) => {
      progress(`${scenario}, ${arm}: ${verdict}: ${because}`);
      if (pairs > 0) progress(`so far ${kind}: ${why}`);
    },
  });
  const surprises = surprisesIn(outlook.predictions, result.trials);
  const report: GateReport = { ...outlook, ...result, surprises };
  const files = writeGateReports(report, folder);
  const { GITHUB_STEP_SUMMARY } = process.env;
  announceRun({ folder, files }, { env: { GITHUB_STEP_SUMMARY }, progress });
  return { report, files };
}

const trialWords = ({ pair, arm, scenario }: TrialKey, pairs: number): string =>
  `pair ${pair + 1} of ${pairs}, ${orderOf(pair).indexOf(arm) + 1} of 2: ${scenario}, ${arm}`;

async function scenariosOf({ suites, scenario, topology }: GateFlags, { files }: Layer) {
  const scenarios = await loadScenarios(suites);
  if (scenario !== undefined) return chooseScenarios(scenarios, scenario);
  const sets = await loadGateSets(suites);
  if (topology !== undefined) return gateSet(topology, sets, scenarios);
  const systems = [...new Set(files.map(({ system }) => system))];
  return systems.flatMap((system) => gateSet(system, sets, scenarios));
}

const systemsOf = (baseline: Baseline, candidate: Layer): readonly string[] => {
  const layers = [candidate, ...(baseline.kind === 'folder' ? [baseline.layer] : [])];
  return [...new Set(layers.flatMap(({ files }) => files.map(({ system }) => system)))];
};

function againOf(flags: CandidateFlags, seed: number): string {
  const { baseline, candidate, topology, scenario, trials, suites, margin, budget } = flags;
  const limits = [
    ...(margin.share > 0 ? [`${Number((margin.share * 100).toPrecision(3))}%`] : []),
    ...(margin.ms > 0 ? [`${margin.ms}ms`] : []),
  ];
  return [
    'npx blackstart gate',
    ...(baseline === undefined ? [] : [`--baseline ${baseline}`]),
    `--candidate ${candidate}`,
    ...(topology === undefined ? [] : [`--topology ${topology}`]),
    ...(scenario === undefined ? [] : [`--scenario ${scenario.join(' ')}`]),
    `--trials ${trials} --margin ${limits.join(',')} --seed ${seed}`,
    ...(budget === undefined ? [] : [`--budget ${budget / 1_000}s`]),
    ...(suites === undefined ? [] : [`--suites ${suites}`]),
  ].join(' ');
}
