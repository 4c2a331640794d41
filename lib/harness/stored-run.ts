import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { History } from '../core/history.ts';
import { type Report, reportOf } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import { measures } from '../measures/index.ts';
import { readHistoryFile } from '../run/history-file.ts';
import { readScenario } from '../scenarios/read-scenario.ts';
import { keptScenario } from './keep-scenario.ts';
import { namedScenarios } from './named-scenarios.ts';
import { type Asked, parseReplay } from './parse-replay.ts';

/** A run that is over, and what it takes to do it again. */
export interface StoredRun {
  readonly folder: string;
  /** Judged with today's measures. */
  readonly report: Report;
  /** Before profile and configuration are put on top. */
  readonly scenario: Scenario;
  /** Where the scenario is from: the run's own folder, a file, or the suites as they are today. */
  readonly from: 'kept' | 'file' | 'suites';
  readonly seed: number;
  readonly asked: Asked;
}

/** How the line that does a run again begins, but for one by hand. */
const AGAIN = 'npx blackstart run ';

/**
 * Reads a run's folder.
 *
 * @throws UsageError where its history can't be read, or nobody knows its scenario any more
 */
export async function readStoredRun(folder: string): Promise<StoredRun> {
  const history = await readHistoryFile(join(folder, 'history.jsonl'));
  const { replay } = history.header;
  if (!replay.startsWith(AGAIN)) {
    throw new UsageError(
      `${basename(resolve(folder))}: expected a run of a scenario, found one by hand`,
      {
        hint: `Make it a scenario first: ${replay}`,
      },
    );
  }
  const asked = parseReplay(replay);
  const { scenario, from } = await scenarioOf(folder, history, asked);
  const report = reportOf(history, measures);
  return { folder, report, scenario, from, seed: history.header.seed, asked };
}

async function scenarioOf(
  folder: string,
  { header }: History,
  { scenario: name, suites }: Asked,
): Promise<Pick<StoredRun, 'scenario' | 'from'>> {
  const kept = keptScenario(folder);
  if (existsSync(kept)) return { scenario: readScenario(kept), from: 'kept' };
  const isFile = name !== header.scenario;
  try {
    const [scenario] = await namedScenarios([name], suites);
    if (scenario !== undefined) return { scenario, from: isFile ? 'file' : 'suites' };
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw gone(folder, name, cause);
  }
  throw gone(folder, name);
}

const gone = (folder: string, name: string, cause?: unknown): UsageError =>
  new UsageError(
    `${basename(resolve(folder))}: expected its scenario in scenario.yaml or as ${name}, found neither`,
    {
      hint: 'Runs of this release keep their scenario. Of an earlier one it must still be in the suites, or in its file.',
      cause,
    },
  );
