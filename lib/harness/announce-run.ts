import { appendFileSync, readFileSync } from 'node:fs';
import { messageOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import type { Environment } from '../engine/endpoint.ts';
import type { ReportFiles } from './write-reports.ts';

/** Names a file to which every run adds its folder, a line each, as soon as its reports are there. */
export const RUN_LIST = 'BLACKSTART_RUN_LIST';

/** Names the file that GitHub shows on the page of a job, as Markdown. */
export const STEP_SUMMARY = 'GITHUB_STEP_SUMMARY';

export interface Surroundings {
  readonly env: Environment;
  readonly progress: Progress;
}

export interface Announced {
  readonly folder: string;
  readonly files: Pick<ReportFiles, 'summary'>;
}

/**
 * Tells whoever asked by the environment that a run's reports are there. What can't be told is no
 * reason to lose the run: it becomes a line of progress.
 */
export function announceRun({ folder, files }: Announced, { env, progress }: Surroundings): void {
  for (const [name, textOf] of [
    [STEP_SUMMARY, () => `${readFileSync(files.summary, 'utf8')}\n`],
    [RUN_LIST, () => `${folder}\n`],
  ] as const) {
    const path = env[name];
    if (path === undefined || path === '') continue;
    try {
      appendFileSync(path, textOf());
    } catch (error) {
      progress(`${name}: expected a file that can be written, ${messageOf(error)}`);
    }
  }
}
