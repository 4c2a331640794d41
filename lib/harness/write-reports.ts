import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Report } from '../core/report.ts';
import { htmlReport } from '../reporters/html/index.ts';
import { jsonReport } from '../reporters/json.ts';
import { junitReport } from '../reporters/junit.ts';
import { markdownReport } from '../reporters/markdown.ts';
import { openMetricsReport } from '../reporters/openmetrics.ts';

export interface ReportFiles {
  readonly html: string;
  readonly json: string;
  readonly junit: string;
  readonly summary: string;
  readonly metrics: string;
}

/** Writes a run's reports into its folder, and points reports/latest to it. */
export function writeReports(report: Report, folder: string): ReportFiles {
  const files = writeReportFiles(report, folder);
  pointLatestTo(folder);
  return files;
}

/** Writes a run's reports into its folder, over those that are there. */
export function writeReportFiles(report: Report, folder: string): ReportFiles {
  const texts = reportTexts(report);
  const written = Object.entries(names).map(([kind, name]) => {
    const path = join(folder, name);
    writeFileSync(path, texts[name] ?? '');
    return [kind, path];
  });
  return Object.fromEntries(written);
}

const names = {
  html: 'report.html',
  json: 'results.json',
  junit: 'junit.xml',
  summary: 'summary.md',
  metrics: 'metrics.prom',
} satisfies ReportFiles;

/** The reports of a run, by the names of their files. */
export const reportTexts = (report: Report): Readonly<Record<string, string>> => ({
  [names.html]: htmlReport(report),
  [names.json]: `${JSON.stringify(jsonReport(report), null, 2)}\n`,
  [names.junit]: junitReport(report),
  [names.summary]: markdownReport(report),
  [names.metrics]: openMetricsReport(report),
});

/** In one step: two runs may end in the same moment. */
function pointLatestTo(folder: string): void {
  const made = `${folder}.latest`;
  symlinkSync(basename(folder), made);
  renameSync(made, join(dirname(folder), 'latest'));
}
