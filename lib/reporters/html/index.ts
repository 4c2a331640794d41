import { createHash } from 'node:crypto';
import type { Report } from '../../core/report.ts';
import { symbols } from '../format.ts';
import { readAssets } from './assets.ts';
import { blowSection } from './blow-section.ts';
import { evidence } from './evidence.ts';
import { factsSection } from './facts-section.ts';
import { judgementTable, otherMeasures } from './judgements.ts';
import { type Html, html, jsonMarkup, trusted } from './markup.ts';
import { summary } from './summary.ts';
import { timelineData } from './timeline-data.ts';
import { timelineSection } from './timeline-section.ts';

/**
 * A run as one self-contained HTML page: verdict, timeline, blows, logs and the way to do it again.
 *
 * It loads nothing, and its own policy forbids it to; a log line cannot become a script.
 */
export function htmlReport(report: Report): string {
  const { style, script } = readAssets();
  const { header } = report.history;
  const { kind } = report.verdict;
  const data = timelineData(report);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<title>${symbols[kind]} ${kind}: ${header.title} (seed ${header.seed})</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${summary(report)}
<section id="verdict"><h2>Expectations</h2>
${judgementTable(report)}
${otherMeasures(report)}
</section>
${timelineSection(data)}
${blowSection(report)}
${evidence(report)}
${factsSection(report)}
</main>
${dataBlock(data)}
<script>${trusted(script)}</script>
</body>
</html>
`.markup;
}

/** Only the page's own script may run, known by its hash. */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}

function dataBlock(data: unknown): Html {
  return html`<script type="application/json" id="timeline-data">${jsonMarkup(data)}</script>`;
}
