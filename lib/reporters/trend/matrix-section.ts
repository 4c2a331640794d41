import { symbols } from '../format.ts';
import { type Html, html } from '../html/markup.ts';
import { verdictWord } from '../html/verdict-words.ts';
import type { Cell } from './cell.ts';
import { hrefOf, type Surroundings } from './links.ts';
import { marksOf, marksOfWhole, markWords } from './marks.ts';
import { rules } from './rules.ts';
import type { StoredRun } from './stored-run.ts';
import { isMarked, type Row, type Trend } from './trend.ts';
import { formatInstant, runInWords, shortFinding } from './write.ts';

/** Scenarios by systems: how the night's runs ended, and how long clients were without service. */
export function matrixSection(trend: Trend, surroundings: Surroundings): Html {
  const { rows, systems } = trend;
  return html`<section id="matrix"><h2>Scenarios by systems</h2>
<p class="soft">A cell is the worst of the night's runs: the verdict on what was expected of that system, and the longest time until all its clients were served again (<span class="name">rto.all</span>). Small squares are a scenario's last ${rules.flakyRuns} runs, the newest on the right.</p>
<p class="filter"><label>Filter <input type="search" id="filter" placeholder="scenario, system or reason" autocomplete="off"></label> <span id="filtered" role="status"></span></p>
<div class="scroll" tabindex="0" role="region" aria-label="Matrix">
<table class="matrix">
<thead><tr><th scope="col">Scenario</th><th scope="col">Verdict</th>${systems.map((system) => html`<th scope="col">${system}</th>`)}</tr></thead>
${[...Map.groupBy(rows, ({ topology }) => topology)].map(
  ([
    topology,
    own,
  ]) => html`<tbody><tr class="group"><th scope="rowgroup" colspan="${systems.length + 2}">${topology}</th></tr>
${own.map((row) => rowOf(row, systems, surroundings))}</tbody>
`,
)}</table></div>
</section>`;
}

function rowOf(row: Row, systems: readonly string[], surroundings: Surroundings): Html {
  const { scenario, title, whole, cells, runs } = row;
  return html`<tr class="row${row.isOfNight ? '' : ' absent'}" data-show="${showsUnder(row)}">
<th scope="row"><a class="scenario" href="#${idOf(scenario)}" title="${title}">${scenario}</a>
<span class="strip">${runs.slice(-rules.flakyRuns).map((run) => square(run, surroundings))}</span></th>
<td class="verdict">${verdictOf(row)}${markWords(marksOfWhole(whole, cells))}</td>
${systems.map((system) => {
  const cell = cells.find((one) => one.system === system);
  return cell === undefined ? html`<td class="none"></td>` : cellOf(cell, system);
})}
</tr>
`;
}

/** Where a row's details are. */
export const idOf = (scenario: string): string => `scenario-${scenario}`;

/** The tiles that show this row. */
function showsUnder(row: Row): string {
  if (!row.isOfNight) return isMarked(row) ? 'absent marked' : 'absent';
  const { whole, was } = row;
  return [whole.kind, was && 'changed', isMarked(row) && 'marked'].filter(Boolean).join(' ');
}

function verdictOf({ whole, was, isOfNight, shown }: Row): Html {
  const { kind, runs, of } = whole;
  const share = of > 1 ? html`<span class="share">${runs} of ${of} runs</span>` : undefined;
  const change =
    was === undefined ? undefined : html`<span class="was">was ${symbols[was]} ${was}</span>`;
  const at = shown.at(-1)?.results.startedAt ?? '';
  const age = isOfNight
    ? undefined
    : html`<span class="was">○ not run; last ${formatInstant(at)}</span>`;
  return html`${kind === undefined ? undefined : verdictWord(kind)}${share}${change}${age}`;
}

function cellOf(cell: Cell, system: string): Html {
  const { kind, reading, isDoubtful } = cell;
  const number = reading === undefined ? '' : shortFinding(reading);
  const sign = kind === undefined ? '·' : symbols[kind];
  const words = `${system}: ${kind ?? 'nothing expected'}${isDoubtful ? ', in doubt' : ''}`;
  return html`<td class="cell ${kind ?? 'nothing'}" data-head="${system}"><span class="found"><span class="sign" role="img" aria-label="${words}" title="${words}">${sign}</span> <span class="number">${number}${isDoubtful && number !== '' ? '?' : ''}</span></span>${markWords(marksOf(cell))}</td>`;
}

/** One run of a strip; those of the phone's keyboard users are in the details below. */
function square(run: StoredRun, { hasPage }: Surroundings): Html {
  const { verdict } = run.results;
  const words = runInWords(run);
  return hasPage(run.folder)
    ? html`<a class="square ${verdict}" tabindex="-1" href="${hrefOf(run.folder)}" title="${words}">${symbols[verdict]}</a>`
    : html`<span class="square ${verdict}" title="${words} (its folder was removed)">${symbols[verdict]}</span>`;
}
