import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { capabilities as allCapabilities, type Capability } from '../core/capability.ts';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import { packageFolder } from '../core/package-folder.ts';
import type { Progress } from '../core/progress.ts';
import { type Report, reportOf } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Capabilities, probeCapabilities } from '../engine/capabilities.ts';
import { dockerPlatform } from '../engine/docker-platform.ts';
import type { Environment } from '../engine/endpoint.ts';
import type { Confirm } from '../engine/ensure-engine.ts';
import { assess, gatherFacts, needsOf } from '../engine/preflight.ts';
import { rackMedium } from '../engine/rack.ts';
import { type Ready, setUp } from '../engine/set-up.ts';
import { sweep } from '../engine/sweep.ts';
import { faults } from '../faults/index.ts';
import { measures } from '../measures/index.ts';
import { capabilitiesFor, checkSchedule } from '../run/check-schedule.ts';
import { conduct } from '../run/conductor.ts';
import { headerOf } from '../run/header.ts';
import { createHistoryFile, readHistoryFile } from '../run/history-file.ts';
import { journalFolder, openJournal, removeDeadJournals } from './journal-file.ts';
import { withLogFiles } from './log-files.ts';
import { newRunId, newSeed } from './run-id.ts';
import { type ReportFiles, writeReports } from './write-reports.ts';

export interface RunOptions {
  /** Decides every choice of the run; a new one if it is not given. */
  readonly seed?: number | undefined;
  /** The folder that the scenario was taken from, for the line that does the run again. */
  readonly suites?: string | undefined;
  /** `yes` leaves the machines standing until `blackstart clean`. */
  readonly keep?: 'yes' | 'no';
  /** Where the run's own folder is made. */
  readonly reports?: string;
  readonly env?: Environment;
  readonly progress?: Progress;
  /** Asks a person before an engine is installed; undefined where nobody is there to be asked. */
  readonly confirm?: Confirm | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RunResult {
  readonly report: Report;
  readonly folder: string;
  readonly files: ReportFiles;
}

/**
 * Runs a scenario on real containers, from set-up to report. A run that the harness could not
 * finish has a report, too: its verdict is `error`; and so has one that this host can't carry out:
 * `skipped`. Rejects only where no run could begin.
 */
export async function runScenario(
  scenario: Scenario,
  {
    seed = newSeed(),
    suites,
    keep = 'no',
    reports = 'reports',
    env = process.env,
    progress = () => undefined,
    confirm,
    signal,
  }: RunOptions = {},
): Promise<RunResult> {
  const needs = capabilitiesFor(checkSchedule(scenario.schedule, faults));
  const medium = rackMedium(env);
  const ready = await prepare(scenario, { env, progress, confirm, signal });
  signal?.throwIfAborted();
  const offered = await offers(ready, needs, env);
  const { docker, images, versions } = ready;
  const now = new Date();
  const run = newRunId(now);
  const folder = resolve(reports, `${run}-${scenario.name}`);
  makeFolder(folder);
  const historyPath = join(folder, 'history.jsonl');
  const header = headerOf(scenario, { run, seed, versions, suites, startedAt: now.getTime() });
  {
    using file = createHistoryFile(historyPath, header);
    const recorder = withLogFiles(file, folder);
    const skipped = reasonToSkip(needs, offered);
    if (skipped !== undefined) {
      recorder.record({ t: 0, type: 'end', outcome: 'skipped', error: skipped });
    } else {
      using journal = openJournal(journalFolder(env), run);
      const subnet = env['BLACKSTART_SUBNET'];
      const { degrader } = offered;
      const platform = dockerPlatform({
        docker,
        images,
        versions,
        keep,
        subnet,
        journal,
        degrader,
        rack: medium,
      });
      await conduct(scenario, { run, seed, platform, faults, recorder, progress, signal }).catch(
        (error: unknown) => {
          // Whatever failed is recorded, and told by the report. Wrong usage is not a run at all.
          if (!(error instanceof UsageError)) return;
          rmSync(folder, { recursive: true });
          throw error;
        },
      );
    }
  }
  const report = reportOf(await readHistoryFile(historyPath), measures);
  return { report, folder, files: writeReports(report, folder) };
}

const everything: Capabilities = { lacking: new Map(), degrader: 'none', trials: [] };

/** Tried out only where the scenario wants something. */
async function offers(
  { docker, images }: Ready,
  needs: ReadonlySet<Capability>,
  env: Environment,
): Promise<Capabilities> {
  if (needs.size === 0) return everything;
  const without = env['BLACKSTART_WITHOUT'];
  return probeCapabilities(docker, images.get('machine') ?? '', { without });
}

/** What of it this engine's kernel lacks, with the cure; undefined where it lacks nothing. */
function reasonToSkip(
  needs: ReadonlySet<Capability>,
  { lacking }: Capabilities,
): { readonly code: string; readonly message: string; readonly hint: string } | undefined {
  const wanted = [...needs].filter((name) => lacking.has(name));
  if (wanted.length === 0) return undefined;
  const why = wanted.map((name) => `${allCapabilities[name].needs} (${lacking.get(name)})`);
  return {
    code: 'CAPABILITY',
    message: `this engine lacks ${why.join('; ')}`,
    hint: wanted.map((name) => allCapabilities[name].cure).join(' '),
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new UsageError(`reports: expected a folder that can be written, ${messageOf(cause)}`, {
      hint: 'Name another one with --reports.',
      cause,
    });
  }
}

interface Surroundings {
  readonly env: Environment;
  readonly progress: Progress;
  readonly confirm: Confirm | undefined;
  readonly signal: AbortSignal | undefined;
}

async function prepare({ topology }: Scenario, surroundings: Surroundings): Promise<Ready> {
  const { env, progress } = surroundings;
  const services = topology.machines.flatMap((machine) => machine.services);
  const images = [...new Set(['machine', ...services.map(({ image }) => image)])];
  const ready = await setUp({ images, folder: join(packageFolder, 'images'), ...surroundings });
  progress('looking for what earlier runs left');
  await sweep(ready.docker, { kept: 'leave' });
  removeDeadJournals(journalFolder(env));
  const checks = assess(await gatherFacts(ready.docker), needsOf(topology));
  const lacking = checks.filter(({ status }) => status === 'missing');
  if (lacking.length === 0) return ready;
  throw new HarnessError(
    'PREFLIGHT',
    `this host can't run ${topology.name}: ${lacking.map(({ name, found }) => `${name}: ${found}`).join('; ')}`,
    { hint: lacking.map(({ cure }) => cure).join('\n    '), facts: { lacking } },
  );
}
