import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { exitCodes } from '../core/verdict.ts';
import { findRun } from '../harness/find-run.ts';
import { runScenario } from '../harness/run-scenario.ts';
import { readStoredRun, type StoredRun } from '../harness/stored-run.ts';
import { fullScenario, todaysSetUp } from '../harness/todays-set-up.ts';
import { compareRuns } from '../replay/compare-runs.ts';
import { differencesOf } from '../replay/differences.ts';
import { inexactIn } from '../replay/inexact.ts';
import { type ReplayReport, replayOutlook, replayReport } from '../reporters/replay/console.ts';
import { replayJson } from '../reporters/replay/json.ts';
import { onInterruption } from './interruption.ts';
import { showTrial } from './show-trial.ts';

interface ReplayFlags {
  readonly dryRun?: true;
  readonly live: boolean;
  readonly reports: string;
  readonly json?: true;
}

/** `blackstart replay`: a run once more, and both side by side. */
export function replayCommand(exit: (code: number) => void): Command {
  return new Command('replay')
    .description('run a stored run again as it was, and compare both')
    .argument('<run>', 'its folder, its name below reports, or its id')
    .option('--dry-run', 'start nothing: say what differs today, and what no repeat repeats')
    .option('--reports <folder>', 'write the reports below this folder', 'reports')
    .option('--no-live', 'plain lines on a terminal, too, in place of the live view')
    .option('--json', 'print the comparison as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string, flags: ReplayFlags) => {
      const stored = await readStoredRun(findRun(wanted, flags.reports));
      const outlook = outlookOf(stored);
      if (flags.dryRun === true) return say(outlook, flags);
      console.error(replayOutlook(outlook));
      const { report, code } = await replay(stored, outlook, flags);
      say(report, flags);
      exit(code);
    });
}

const EXAMPLES = `
Examples:
  blackstart replay reports/latest              its schedule, seed and configuration
  blackstart replay 20261122-085258-dibw        by its id
  blackstart replay reports/latest --dry-run    only what is different today

Exit codes: those of the new run: 0 pass, 1 fail, 2 unknown, 3 error; 64 wrong usage.`;

function say(report: ReplayReport, { json }: ReplayFlags): void {
  console.log(json === true ? JSON.stringify(replayJson(report), null, 2) : replayReport(report));
}

/** What is known before anything is started. */
function outlookOf(stored: StoredRun): ReplayReport {
  const { report, folder, seed, from } = stored;
  const { header } = report.history;
  return {
    ...{ scenario: header.scenario, seed, from, is: undefined, comparison: undefined },
    was: { run: header.run, startedAt: header.startedAt, folder },
    differences: differencesOf(header, todaysSetUp(stored), 'known'),
    inexact: inexactIn(report.history, fullScenario(stored)),
  };
}

async function replay(
  stored: StoredRun,
  outlook: ReplayReport,
  { live, reports }: ReplayFlags,
): Promise<{ readonly report: ReplayReport; readonly code: number }> {
  const { scenario, seed, asked } = stored;
  using interruption = onInterruption((words) => console.error(`\n${words}`));
  const place = { scenario: 1, scenarios: 1, trial: 1, trials: 1 };
  await using trial = showTrial(scenario, { place, as: live ? 'live' : 'plain' });
  const { progress, confirm, watch } = trial;
  const { suites, config, profile } = asked;
  const { report, folder } = await runScenario(scenario, {
    ...{ seed, suites, config, profile, reports, progress, confirm, watch },
    signal: interruption.signal,
  });
  const { header } = report.history;
  const compared: ReplayReport = {
    ...outlook,
    is: { run: header.run, folder: relative(process.cwd(), folder) || folder },
    differences: differencesOf(stored.report.history.header, header),
    comparison: compareRuns(stored.report, report),
  };
  writeFileSync(join(folder, 'replay.json'), `${JSON.stringify(replayJson(compared), null, 2)}\n`);
  return { report: compared, code: exitCodes[report.verdict.kind] };
}
