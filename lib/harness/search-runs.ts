import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Scenario } from '../core/scenario.ts';
import type { Attempt, AttemptRun } from '../search/explore.ts';
import { STEP_SUMMARY } from './announce-run.ts';
import { keepScenario } from './keep-scenario.ts';
import { newRunId } from './run-id.ts';
import { type RunOptions, type RunResult, runScenario } from './run-scenario.ts';

export type SearchRunOptions = Pick<
  RunOptions,
  'config' | 'profile' | 'progress' | 'confirm' | 'signal'
>;

/** The folder of a search: its scenario files, and the folders of its runs below `runs`. */
export function searchFolder(kind: 'explore' | 'shrink', reports: string): string {
  const folder = resolve(reports, `${kind}-${newRunId(new Date())}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Runs schedules of a search on real containers; each is kept as a file first. */
export function exploreOn(
  folder: string,
  options: SearchRunOptions,
): (attempt: Attempt) => Promise<AttemptRun> {
  const schedules = join(folder, 'schedules');
  mkdirSync(schedules, { recursive: true });
  return async ({ made, scenario }) => {
    const path = join(schedules, `${scenario.name}.yaml`);
    const number = `Schedule ${made.index + 1} of a search; its own seed is ${made.seed}.`;
    const file = keepScenario(path, scenario, [number]) ? inWords(path) : undefined;
    const filed = file === undefined ? scenario : { ...scenario, file };
    const result = await runOf(filed, made.seed, folder, options);
    return { report: result.report, folder: inWords(result.folder), file };
  };
}

/** Runs candidates of a shrink on real containers. */
export const shrinkOn =
  (folder: string, options: SearchRunOptions) => async (scenario: Scenario, seed: number) =>
    (await runOf(scenario, seed, folder, options)).report;

const runOf = (
  scenario: Scenario,
  seed: number,
  folder: string,
  options: SearchRunOptions,
): Promise<RunResult> =>
  runScenario(scenario, {
    ...options,
    seed,
    env: withoutSummary(),
    reports: join(folder, 'runs'),
  });

/** Its own summary is the search's, not one a run. */
function withoutSummary(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  delete env[STEP_SUMMARY];
  return env;
}

const inWords = (path: string): string => relative(process.cwd(), path) || path;
