import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AttachedProject, placesOf } from '../core/attached-project.ts';
import { capabilities as allCapabilities, type Capability } from '../core/capability.ts';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import type { Header, Recorder } from '../core/history.ts';
import { packageFolder } from '../core/package-folder.ts';
import { withProfile } from '../core/profile.ts';
import type { Progress } from '../core/progress.ts';
import type { Report } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Configs, withConfig } from '../core/with-config.ts';
import type { Workload } from '../core/workload.ts';
import { attachedPlatform } from '../engine/attached/attached-platform.ts';
import { type Capabilities, probeCapabilities } from '../engine/capabilities.ts';
import { dockerPlatform } from '../engine/docker-platform.ts';
import type { Environment } from '../engine/endpoint.ts';
import type { Confirm } from '../engine/ensure-engine.ts';
import { assess, gatherFacts, needsOf } from '../engine/preflight.ts';
import { rackMedium } from '../engine/rack.ts';
import { type Ready, setUp } from '../engine/set-up.ts';
import { sweep } from '../engine/sweep.ts';
import { faults } from '../faults/index.ts';
import { capabilitiesFor, checkSchedule } from '../run/check-schedule.ts';
import { conduct } from '../run/conductor.ts';
import { headerOf } from '../run/header.ts';
import { createHistoryFile } from '../run/history-file.ts';
import type { Act } from '../run/stage.ts';
import { announceRun } from './announce-run.ts';
import { configurationOf } from './configuration.ts';
import { cureAttached } from './cure-attached.ts';
import { journalFolder, openJournal, removeDeadJournals } from './journal-file.ts';
import { judgeFile } from './judge-file.ts';
import { keepScenario, keptScenario } from './keep-scenario.ts';
import { withLogFiles } from './log-files.ts';
import { newRunId, newSeed } from './run-id.ts';
import { setupVersions } from './setup-versions.ts';
import { type ReportFiles, writeReports } from './write-reports.ts';
import { addToTrend } from './write-trend.ts';

export interface RunOptions {
  /** Decides every choice of the run; a new one if it is not given. */
  readonly seed?: number | undefined;
  /** The folder that the scenario was taken from, for the line that does the run again. */
  readonly suites?: string | undefined;
  /** Folders of configuration files by system, on top of those that the scenario names. */
  readonly config?: Configs | undefined;
  /** A folder of fixtures/profiles, in place of the one that the scenario names, if any. */
  readonly profile?: string | undefined;
  /** `yes` leaves the machines standing until `blackstart clean`. */
  readonly keep?: 'yes' | 'no';
  /** Where the run's own folder is made. */
  readonly reports?: string;
  readonly env?: Environment;
  readonly progress?: Progress;
  /** Sees the run as it happens: is given its header, then each event as it is recorded. */
  readonly watch?: ((header: Header) => Recorder) | undefined;
  /** Asks a person before an engine is installed; undefined where nobody is there to be asked. */
  readonly confirm?: Confirm | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For a cluster in somebody's hands: what happens in place of the schedule. */
  readonly attend?: ((attended: Attended) => Act) | undefined;
  /** What machines must offer then, where this host can: nobody knows yet what will be needed. */
  readonly offer?: ReadonlySet<Capability> | undefined;
  /** Workloads that are made ready for, and asked when somebody begins them. */
  readonly idle?: readonly Workload[] | undefined;
  /** What somebody else has started, in place of machines of its own: what the topology was made of. */
  readonly attached?: AttachedProject | undefined;
  /** What does it again, where that is not to run the scenario; it is given the run's folder. */
  readonly replay?: ((folder: string) => string) | undefined;
}

/** A run that is about to begin, for who takes it into their hands. */
export interface Attended {
  readonly run: string;
  readonly folder: string;
  /** What faults may need and this host has not, and why. */
  readonly lacking: ReadonlyMap<Capability, string>;
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
  wanted: Scenario,
  {
    seed = newSeed(),
    suites,
    config = {},
    profile,
    keep = 'no',
    reports = 'reports',
    env = process.env,
    progress = () => undefined,
    watch,
    confirm,
    signal,
    attend,
    offer = new Set(),
    idle,
    attached,
    replay,
  }: RunOptions = {},
): Promise<RunResult> {
  const profiled = profile === undefined ? wanted : withProfile(wanted, profile);
  const scenario = withConfig(profiled, config);
  const needs = attend === undefined ? capabilitiesFor(checkSchedule(scenario, faults)) : offer;
  const medium = rackMedium(env);
  const ready = await prepare(scenario, { env, progress, confirm, signal, attached });
  signal?.throwIfAborted();
  const offered = await offers(ready, needs, env);
  const { docker, images, versions } = ready;
  const now = new Date();
  const run = newRunId(now);
  const folder = resolve(reports, `${run}-${scenario.name}`);
  makeFolder(folder);
  keepScenario(keptScenario(folder), wanted, [`As run ${run} was asked for.`]);
  const historyPath = join(folder, 'history.jsonl');
  const configured = configurationOf(scenario.topology);
  const header = headerOf(scenario, {
    run,
    seed,
    versions: {
      ...setupVersions(scenario),
      ...versions,
      ...configured.versions,
      ...imagesOf(attached),
    },
    configuration: configured.configuration,
    suites,
    config,
    profile,
    replay: replay?.(folder),
    startedAt: now.getTime(),
  });
  {
    await using file = createHistoryFile(historyPath, header);
    await using kept = withLogFiles(file, folder);
    const recorder = watchedBy(kept, watch?.(header));
    const { degrader, lacking } = offered;
    const skipped = attend === undefined ? reasonToSkip(needs, offered) : undefined;
    if (skipped !== undefined) {
      recorder.record({ t: 0, type: 'end', outcome: 'skipped', error: skipped });
    } else {
      await using journal = await openJournal(journalFolder(env), run, attached);
      const subnet = env['BLACKSTART_SUBNET'];
      const common = { docker, images, versions, journal, degrader };
      const platform =
        attached === undefined
          ? dockerPlatform({ ...common, keep, subnet, rack: medium })
          : attachedPlatform({ ...common, project: attached });
      await conduct(scenario, {
        ...{ run, seed, platform, faults, recorder, progress, signal },
        needs: new Set([...needs].filter((need) => !lacking.has(need))),
        ...{ act: attend?.({ run, folder, lacking }), idle },
      }).catch((error: unknown) => {
        // Whatever failed is recorded, and told by the report. Wrong usage is not a run at all.
        if (!(error instanceof UsageError)) return;
        rmSync(folder, { recursive: true });
        throw error;
      });
    }
  }
  return reportRun(folder, { env, progress });
}

/** What somebody else runs, by what they call it. */
const imagesOf = (attached: AttachedProject | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (attached === undefined ? [] : placesOf(attached)).map(({ machine, service }) => [
      `image ${machine.name}/${service.name}`,
      service.image,
    ]),
  );

/** Judges what a run has left, writes its reports, and tells of them. */
export async function reportRun(
  folder: string,
  { env, progress }: Pick<Surroundings, 'env' | 'progress'>,
): Promise<RunResult> {
  const report = await judgeFile(join(folder, 'history.jsonl'));
  const files = writeReports(report, folder);
  announceRun({ folder, files }, { env, progress });
  addToTrend(folder, progress);
  return { report, folder, files };
}

/** What is kept comes first: what others make of an event must not decide whether it is there. */
const watchedBy = (kept: Recorder, onlooker: Recorder | undefined): Recorder => ({
  record: (event) => {
    kept.record(event);
    onlooker?.record(event);
  },
});

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
  readonly attached: AttachedProject | undefined;
}

async function prepare({ topology }: Scenario, surroundings: Surroundings): Promise<Ready> {
  const { env, progress, attached } = surroundings;
  const services = topology.machines.flatMap((machine) => machine.services);
  const own = attached === undefined ? services.map(({ image }) => image) : [];
  const images = [...new Set(['machine', ...own])];
  const ready = await setUp({ images, folder: join(packageFolder, 'images'), ...surroundings });
  progress('looking for what earlier runs left');
  await cureAttached(ready.docker, journalFolder(env));
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
