import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { messageOf, UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { pageWithoutHistory } from '../reporters/html/without-history.ts';
import { judgeFile } from './judge-file.ts';
import { writeReportFiles } from './write-reports.ts';

/** What was made of a run's folder; without a report where it holds no history that can be read. */
export interface ReportedAgain {
  readonly html: string;
  readonly report: Report | undefined;
  /** Why there is no report. */
  readonly because: string | undefined;
}

/**
 * Writes the reports of a run's folder anew, with today's measures.
 *
 * A folder without a history gets a page that says so, and no file for machines: those that are
 * there may be of another run.
 *
 * @throws UsageError where there is no such folder
 */
export async function reportAgain(folder: string): Promise<ReportedAgain> {
  const files = filesOf(folder);
  try {
    const report = await judgeFile(join(folder, 'history.jsonl'));
    return { html: writeReportFiles(report, folder).html, report, because: undefined };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const because = messageOf(error);
    const html = join(folder, 'report.html');
    const run = basename(resolve(folder));
    writeFileSync(html, pageWithoutHistory({ run, because, files }));
    return { html, report: undefined, because };
  }
}

function filesOf(folder: string): readonly { readonly name: string; readonly bytes: number }[] {
  try {
    return readdirSync(folder)
      .toSorted()
      .map((name) => ({ name, bytes: statSync(join(folder, name)).size }));
  } catch (cause) {
    throw new UsageError(`${folder}: expected the folder of a run, found none`, {
      hint: 'Give a folder of reports/, as `blackstart run` leaves it; `ls reports` shows them.',
      cause,
    });
  }
}
