import type { VerdictKind } from '../../core/verdict.ts';
import { symbols } from '../format.ts';
import { type Html, html } from '../html/markup.ts';
import { verdictWord } from '../html/verdict-words.ts';
import { type Surroundings, toRun } from './links.ts';
import { markSigns, marksOfAll, markWords } from './marks.ts';
import { idOf } from './matrix-section.ts';
import { isMarked, type Row, type Trend } from './trend.ts';
import { formatInstant } from './write.ts';

/** What did not pass in the night, what changed, and what is marked: why, and how to do it again. */
export function attentionSection({ rows }: Trend, surroundings: Surroundings): Html | undefined {
  if (rows.length === 0) return undefined;
  const wanted = rows.filter((row) => isMarked(row) || needsALook(row)).toSorted(byUrgency);
  const [first, later] = [wanted.filter(isNew), wanted.filter((row) => !isNew(row))];
  return html`<section id="attention"><h2>What needs a look</h2>
${wanted.length === 0 ? html`<p>Nothing: every scenario of the night passed, none is marked.</p>` : undefined}
${first.length === 0 ? undefined : html`<h3>Changed since the run before, new, or marked: ${first.length}</h3>${list(first, surroundings)}`}
${later.length === 0 ? undefined : html`<details><summary>As in the run before: ${later.length}</summary>${list(later, surroundings)}</details>`}
</section>`;
}

const needsALook = ({ whole, was, isOfNight }: Row): boolean =>
  isOfNight && (whole.kind !== 'pass' || was !== undefined);

/** Not told by the page of the night before. */
const isNew = (row: Row): boolean =>
  row.was !== undefined || isMarked(row) || row.runs.length === row.shown.length;

const urgency: readonly (VerdictKind | undefined)[] = ['fail', 'error', 'unknown', 'skipped'];

function byUrgency(one: Row, other: Row): number {
  const place = ({ whole: { kind } }: Row) =>
    urgency.includes(kind) ? urgency.indexOf(kind) : urgency.length;
  return place(one) - place(other);
}

/** The others are in the scenario's details. */
const MARKS_TOLD = 3;

const list = (rows: readonly Row[], surroundings: Surroundings): Html =>
  html`<ul class="attention">${rows.map((row) => item(row, surroundings))}</ul>`;

function item({ scenario, shown, whole, cells, was }: Row, surroundings: Surroundings): Html {
  const worst = shown.findLast(({ results }) => results.verdict === whole.kind);
  if (worst === undefined) return html``;
  const { results } = worst;
  const marks = marksOfAll(whole, cells);
  return html`<li>${verdictWord(results.verdict)} <a href="#${idOf(scenario)}"><b class="name">${scenario}</b></a>${was === undefined ? undefined : html` <span class="was">was ${symbols[was]} ${was}</span>`} ${markWords(marks)}
<span class="why">${results.because}</span>
${marks.slice(0, MARKS_TOLD).map(({ kind, because }) => html`<span class="why"><span aria-hidden="true">${markSigns[kind]}</span> ${because}</span>`)}
${marks.length > MARKS_TOLD ? html`<span class="why">and ${marks.length - MARKS_TOLD} more</span>` : undefined}
${results.hint === undefined ? undefined : html`<span class="why"><b>What to do:</b> ${results.hint}</span>`}
<span class="again">${toRun(worst, `report of ${formatInstant(results.startedAt)}`, surroundings)} · <code>${results.replay}</code></span></li>
`;
}
