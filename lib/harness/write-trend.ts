import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { trendPage } from '../reporters/trend/page.ts';
import { type Trend, trendOf } from '../reporters/trend/trend.ts';
import { replaceFile } from './replace-file.ts';
import { readStore, type Store, storeRun } from './run-store.ts';

/** What was written, and from what. */
export interface WrittenTrend {
  readonly trend: Trend;
  /** The page. */
  readonly html: string;
}

/** Writes the page over all runs of a folder of reports, in one step: readers never see half of it. */
export function writeTrend(reports: string, { runs, damage }: Store): WrittenTrend {
  const trend = trendOf(runs);
  const html = join(reports, 'index.html');
  const hasPage = (folder: string) => existsSync(join(reports, folder, 'report.html'));
  replaceFile(html, trendPage(trend, { damage, hasPage }));
  return { trend, html };
}

/**
 * Adds a run that has just ended to the store and to the page over all runs. What can't be written is no
 * reason to lose the run: it becomes a line of progress, and the next `blackstart trend` makes up for it.
 */
export function addToTrend(folder: string, progress: Progress): void {
  try {
    storeRun(folder);
    const reports = dirname(folder);
    writeTrend(reports, readStore(reports));
  } catch (error) {
    progress(`index.html: not brought up to date, ${messageOf(error)}; next: blackstart trend`);
  }
}
