import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { symbols } from '../format.ts';
import { type Html, html, trusted } from '../html/markup.ts';
import { attentionSection } from './attention-section.ts';
import { historySection } from './history-section.ts';
import type { Surroundings } from './links.ts';
import { matrixSection } from './matrix-section.ts';
import { shapes } from './point.ts';
import { rules } from './rules.ts';
import { rulesSection } from './rules-section.ts';
import { runTable } from './run-table.ts';
import { topSection } from './top-section.ts';
import { type Trend, verdictOf } from './trend.ts';
import { counted } from './write.ts';

/** Many runs as one self-contained HTML page, which loads nothing and links to each run's own. */
export function trendPage(trend: Trend, surroundings: Surroundings): string {
  const script = read('client/page.js');
  const kind = verdictOf(trend);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<title>${trend.rows.length === 0 ? 'No runs' : `${symbols[kind]} ${kind}: the last night`} (Blackstart)</title>
<style>${trusted(style())}</style>
</head>
<body>
${shapes}
<main>
${topSection(trend, surroundings)}
${trend.rows.length === 0 ? undefined : sections(trend, surroundings)}
</main>
<script>${trusted(script)}</script>
</body>
</html>
`.markup;
}

function sections(trend: Trend, surroundings: Surroundings): Html {
  const runs = trend.runs.slice(-rules.listedRuns);
  const all = counted(trend.runs.length, 'run');
  const which =
    runs.length < trend.runs.length
      ? `The newest ${runs.length.toLocaleString('en')} of ${all}`
      : all;
  return html`${matrixSection(trend, surroundings)}
${attentionSection(trend, surroundings)}
${historySection(trend, surroundings)}
<section id="runs"><h2>All runs</h2>
<details><summary>${which}, the newest first</summary>
${runTable({ runs, columns: 'with scenario' }, surroundings)}
</details></section>
${rulesSection(trend)}`;
}

/** Colours and tables are those of a run's own page. */
const shared = ['colours', 'page', 'summary', 'tables', 'print'];
const own = ['matrix', 'lists', 'histories', 'phone', 'paper'];

const style = (): string =>
  [
    ...shared.map((name) => read(`../html/style/${name}.css`)),
    ...own.map((name) => read(`style/${name}.css`)),
  ].join('\n');

const read = (path: string): string => readFileSync(`${import.meta.dirname}/${path}`, 'utf8');

/** Only the page's own script may run, known by its hash. */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}
