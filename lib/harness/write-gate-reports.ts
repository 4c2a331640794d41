import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GateReport } from '../gate/gate-report.ts';
import { gateHtml } from '../reporters/gate/html.ts';
import { gateJson } from '../reporters/gate/json.ts';
import { gateMarkdown } from '../reporters/gate/markdown.ts';

export interface GateFiles {
  readonly html: string;
  readonly json: string;
  readonly summary: string;
  readonly patch: string;
}

/** Writes a gate's reports into its folder. */
export function writeGateReports(report: GateReport, folder: string): GateFiles {
  const files = {
    html: join(folder, 'gate.html'),
    json: join(folder, 'gate.json'),
    summary: join(folder, 'summary.md'),
    patch: join(folder, 'candidate.diff'),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(files.html, gateHtml(report));
  writeFileSync(files.json, `${JSON.stringify(gateJson(report), null, 2)}\n`);
  writeFileSync(files.summary, gateMarkdown(report));
  writeFileSync(files.patch, `${report.changes.map(({ patch }) => patch).join('\n')}\n`);
  return files;
}
