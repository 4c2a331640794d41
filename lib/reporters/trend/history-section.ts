import { boundInWords } from '../../statistics/bound-in-words.ts';
import { inWords } from '../../statistics/in-words.ts';
import { type Html, html } from '../html/markup.ts';
import { verdictWord } from '../html/verdict-words.ts';
import type { WatchedSeries } from './cell.ts';
import { chartOf, type Drawn } from './chart.ts';
import { hrefOf, type Surroundings } from './links.ts';
import { markSigns, marksOfAll, markWords } from './marks.ts';
import { idOf } from './matrix-section.ts';
import { rules } from './rules.ts';
import { runTable } from './run-table.ts';
import type { Point } from './series.ts';
import { differences, setupOf } from './setup.ts';
import type { StoredRun } from './stored-run.ts';
import { isMarked, type Row, type Trend } from './trend.ts';
import { counted, driftInWords } from './write.ts';

/** Each scenario's recovery times from run to run; those that are marked are open. */
export function historySection({ rows }: Trend, surroundings: Surroundings): Html {
  return html`<section id="histories"><h2>Recovery times from run to run</h2>
${legend}
${rows.map((row) => history(row, surroundings))}
</section>`;
}

const legend: Html = html`<ul class="legend">
<li><svg viewBox="-7 -7 14 14"><use href="#p-pass"/></svg> within its bound</li>
<li><svg viewBox="-7 -7 14 14"><use href="#p-fail"/></svg> beyond it</li>
<li><svg viewBox="-7 -7 14 14"><use href="#p-measured"/></svg> nothing expected</li>
<li><svg viewBox="-7 -7 14 14"><use href="#p-doubtful"/></svg> in doubt, not counted</li>
<li><svg viewBox="-7 -7 14 14"><use href="#p-censored"/></svg> at least so long, the recording ended</li>
<li><svg viewBox="-7 -9 14 14"><use href="#p-missing"/></svg> unknown</li>
<li><svg class="chart wide" viewBox="0 0 34 14"><rect class="interval" x="1" y="2" width="32" height="10"/><line class="median" x1="1" x2="33" y1="7" y2="7"/></svg> median and its interval</li>
<li><svg class="chart wide" viewBox="0 0 34 14"><line class="bound" x1="1" x2="33" y1="7" y2="7"/></svg> bound</li>
<li><svg class="chart wide" viewBox="0 0 34 14"><line class="change" x1="17" x2="17" y1="0" y2="14"/></svg> set-up changed</li>
</ul>`;

function history(row: Row, surroundings: Surroundings): Html {
  const { scenario, title, whole, cells, runs, series } = row;
  const marks = marksOfAll(whole, cells);
  const drawn = runs.slice(-rules.drawnRuns);
  const changes = changesOf(drawn);
  const drawing = { runs: drawn, changes: [...changes.keys()].map((run) => drawn.indexOf(run)) };
  return html`<details class="history" id="${idOf(scenario)}"${isMarked(row) ? html` open` : undefined} data-pages="${pagesOf(drawn, surroundings)}">
<summary><b class="name">${scenario}</b> ${whole.kind === undefined ? undefined : verdictWord(whole.kind)} ${markWords(marks)}<span class="soft">${counted(runs.length, 'run')}</span></summary>
<p>${title}</p>
${marks.map(({ kind, because }) => html`<p class="because"><b class="mark ${kind}"><span aria-hidden="true">${markSigns[kind]}</span></b> ${because}.</p>`)}
<p class="soft">Runs of the newest set-up that passed or failed, the last ${rules.flakyRuns}: failed in ${boundInWords(whole.steadiness.failed)}.</p>
${series.length === 0 ? html`<p class="empty">No recovery time was measured.</p>` : undefined}
${series.map((one) => seriesRow(one, drawing))}
<h3>Last runs</h3>
${runTable({ runs: drawn.slice(-rules.flakyRuns), columns: 'without', changesAt: (run) => changes.get(run) ?? [] }, surroundings)}
</details>
`;
}

function seriesRow(series: WatchedSeries, drawing: Drawn): Html {
  const { measure, subject, summary, drift, points } = series;
  const words =
    drift === undefined ? inWords(summary) : `${inWords(summary)}; ${driftInWords(drift)}`;
  const drawn = points.some(isWorthDrawing) ? chartOf(series, drawing) : undefined;
  return html`<div class="series"><div><b class="name">${measure}</b> ${subject}<span class="meaning">${words}</span></div>${drawn}</div>
`;
}

/** Where nobody was ever away, the words say all there is. */
const isWorthDrawing = ({ finding }: Point): boolean =>
  finding.status !== 'known' || finding.value !== 0;

/** Runs whose set-up was not that of the run before, with what had changed. */
function changesOf(runs: readonly StoredRun[]): ReadonlyMap<StoredRun, readonly string[]> {
  const setups = runs.map(setupOf);
  return new Map(
    runs.flatMap((run, index) => {
      const [before, setup] = [setups[index - 1], setups[index]];
      const names = before && setup ? differences(before, setup) : [];
      return names.length === 0 ? [] : [[run, names] as const];
    }),
  );
}

/** Where the points of drawings lead to, in their order; nowhere where a folder is gone. */
const pagesOf = (runs: readonly StoredRun[], { hasPage }: Surroundings): string =>
  runs.map(({ folder }) => (hasPage(folder) ? hrefOf(folder) : '-')).join(' ');
