import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Report } from '../core/report.ts';
import { htmlReport } from '../reporters/html/index.ts';
import { jsonReport } from '../reporters/json.ts';
import { junitReport } from '../reporters/junit.ts';

export interface ReportFiles {
  readonly html: string;
  readonly json: string;
  readonly junit: string;
}

/** Writes a run's reports into its folder, and points reports/latest to it. */
export function writeReports(report: Report, folder: string): ReportFiles {
  const files = {
    html: join(folder, 'report.html'),
    json: join(folder, 'results.json'),
    junit: join(folder, 'junit.xml'),
  };
  writeFileSync(files.html, htmlReport(report));
  writeFileSync(files.json, `${JSON.stringify(jsonReport(report), null, 2)}\n`);
  writeFileSync(files.junit, junitReport(report));
  pointLatestTo(folder);
  return files;
}

/** In one step: two runs may end in the same moment. */
function pointLatestTo(folder: string): void {
  const made = `${folder}.latest`;
  symlinkSync(basename(folder), made);
  renameSync(made, join(dirname(folder), 'latest'));
}
