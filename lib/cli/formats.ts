import type { Report } from '../core/report.ts';
import { jsonReport } from '../reporters/json.ts';
import { junitReport } from '../reporters/junit.ts';
import { markdownReport } from '../reporters/markdown.ts';
import { openMetricsReport } from '../reporters/openmetrics.ts';

/** What `judge --format` can print: the file of a run's folder that has the same contents. */
export const formats: Readonly<Record<string, (report: Report) => string>> = {
  json: (report) => JSON.stringify(jsonReport(report), null, 2),
  junit: junitReport,
  markdown: markdownReport,
  openmetrics: (report) => openMetricsReport(report).trimEnd(),
};
