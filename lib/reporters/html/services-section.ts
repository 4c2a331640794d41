import type { Report } from '../../core/report.ts';
import { type ServiceCell, servicesOf } from '../services.ts';
import { type Html, html } from './markup.ts';
import { boundWords, clockBar, figureOf, lengthOf, markOf, unknownWords } from './service-cells.ts';
import { othersOf } from './service-others.ts';

/** RTO's four clocks, as this page calls them. */
const clocks: readonly (readonly [measure: string, title: string])[] = [
  ['rto.any', 'First client served'],
  ['rto.all', 'All clients served'],
  ['rto.performance', 'As fast as before'],
  ['rto.redundancy', 'Full redundancy'],
];
const others = ['lost-writes', 'rpo', 'phantoms', 'two-primaries'] as const;
const shown = [...clocks.map(([measure]) => measure), ...others];

/** One row a service: recovery as bars against their bounds, losses, two primaries. */
export function servicesSection(report: Report): Html | undefined {
  const rows = servicesOf(report, shown).map((row) => ({
    ...row,
    clocks: row.cells.slice(0, clocks.length),
    others: row.cells.slice(clocks.length),
  }));
  if (rows.every(({ cells }) => cells.every((cell) => cell === undefined))) return undefined;
  const ends = clocks.map((_, i) => endOf(rows.map((row) => row.clocks[i])));
  return html`<section id="services"><h2>What it cost each service</h2>
<table class="services">
<thead><tr><th scope="col">Service</th>${clocks.map(([, title]) => html`<th scope="col">${title}</th>`)}<th scope="col">Losses and errors</th><th scope="col">Two primaries</th></tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>
<th scope="row"><a href="#timeline" data-service="${row.workload}">${row.workload}</a><span class="meaning">${row.system}</span></th>
${clocks.map(([, title], i) => clockCell(title, row.clocks[i], ends[i] ?? 1))}
<td data-head="Losses and errors">${lossLines(row.others)}${othersOf(report, row, shown)}</td>
<td data-head="Two primaries">${primaries(row.others[3])}</td>
</tr>`,
  )}</tbody></table>
<p class="hint soft">Times count from the blow${rows.some(({ clocks: [cell] }) => (cell?.findings ?? 0) > 1) ? '; of several blows the worst is shown' : ''}. The bars of a column share a scale; the line across a bar is its bound. ${rows.length > 1 ? 'A service’s name shows it alone in the timeline.' : undefined}</p>
</section>`;
}

/** The end of a column's scale: all that was found and allowed in it fits. */
function endOf(cells: readonly (ServiceCell | undefined)[]): number {
  const seen = cells.flatMap((cell) =>
    cell === undefined ? [] : [cell.bound ?? 0, lengthOf(cell.worst)],
  );
  return Math.max(1, ...seen) * 1.1;
}

function clockCell(title: string, cell: ServiceCell | undefined, end: number): Html {
  if (cell === undefined) return html`<td data-head="${title}" class="soft">not measured</td>`;
  const { worst } = cell;
  return html`<td data-head="${title}">${markOf(cell.verdict)}${figureOf(cell)}${clockBar(cell, end)}<span class="meaning">${worst.status === 'unknown' ? unknownWords(cell) : boundWords(cell)}</span></td>`;
}

function lossLines([lost, rpo, phantoms]: readonly (ServiceCell | undefined)[]): Html {
  const acknowledged = lost?.worst.note.split(';')[0] ?? '';
  const hasLost = lost !== undefined && lengthOf(lost.worst) > 0;
  return html`${line(lost, ' lost', acknowledged)}${hasLost ? line(rpo, ' RPO', 'from the blow to the farthest that is lost') : undefined}${line(phantoms, phantoms?.worst.status === 'known' && phantoms.worst.value === 1 ? ' phantom' : ' phantoms')}`;
}

function line(cell: ServiceCell | undefined, what: string, remark = ''): Html | undefined {
  if (cell === undefined) return undefined;
  const { worst } = cell;
  const words = worst.status === 'unknown' ? worst.reason : remark;
  return html`<span class="other">${markOf(cell.verdict)}${figureOf(cell)}${what}${words === '' ? undefined : html` <small>${words}</small>`}</span>`;
}

/** Nobody was seen to be one of two: how often was looked stands beside it. */
function primaries(cell: ServiceCell | undefined): Html {
  if (cell === undefined) return html`<span class="soft">no such role</span>`;
  const { worst } = cell;
  if (worst.status === 'unknown') return html`${line(cell, '')}`;
  const isNever = worst.status === 'known' && worst.value === 0;
  return html`${markOf(cell.verdict)}${isNever ? html`<b>never</b> <small class="give">± ${worst.resolution} ms</small>` : html`${figureOf(cell)} <small>${boundWords(cell)}</small>`}`;
}
