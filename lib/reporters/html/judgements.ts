import { formatValue } from '../../core/format-value.ts';
import type { Finding, Measure } from '../../core/measure.ts';
import type { Report } from '../../core/report.ts';
import type { Judgement } from '../../core/verdict.ts';
import { formatFinding, formatSubject } from '../format.ts';
import { type Html, html } from './markup.ts';
import { verdictWord } from './verdict-words.ts';

/** All that was expected and found; what does not hold is in sight, the rest is folded. */
export function expectations(report: Report): Html {
  const { judgements } = report.verdict;
  const bad = judgements.filter(({ verdict }) => verdict !== 'pass');
  const held = judgements.filter(({ verdict }) => verdict === 'pass');
  return html`<section id="verdict"><h2>Expectations</h2>
${judgements.length === 0 ? html`<p class="empty">Nothing was expected.</p>` : undefined}
${bad.length > 0 ? judgementTable(bad) : undefined}
${held.length > 0 ? html`<details><summary>${held.length} ${held.length === 1 ? 'expectation holds' : 'expectations hold'}</summary>${judgementTable(held)}</details>` : undefined}
${otherMeasures(report)}
</section>`;
}

/** What was expected, what was found, and whether it fits: one row a judgement. */
function judgementTable(judgements: readonly Judgement[]): Html {
  return html`<table class="judgements">
<thead><tr><th>Verdict</th><th>Measure</th><th>Of</th><th>Found</th><th>Bound</th></tr></thead>
<tbody>${judgements.map((judgement, i) => row(judgement, judgements[i - 1]))}</tbody>
</table>`;
}

function row(judgement: Judgement, above: Judgement | undefined): Html {
  const { measure, finding, expectation, verdict } = judgement;
  const { atMost } = expectation;
  return html`<tr class="${verdict}">
<td>${verdictWord(verdict)}</td>
${measureCells(measure, finding, above?.measure)}
<td data-head="bound" class="number">${atMost === 0 ? 'none' : `≤ ${formatValue(measure, atMost)}`}${bar(judgement)}</td>
</tr>`;
}

/** What a measure means is said once, in the first of its rows. */
function measureCells(measure: Measure, finding: Finding, above: Measure | undefined): Html {
  const isSaid = measure.name === above?.name;
  return html`<td><b class="name">${measure.name}</b>${isSaid ? undefined : html`<span class="meaning">${measure.meaning}</span>`}</td>
<td data-head="of" class="subject">${formatSubject(finding.subject) || 'the run'}</td>
<td data-head="found" class="number">${found(measure, finding)}</td>`;
}

function found(measure: Measure, finding: Finding): Html {
  const isUnknown = finding.status === 'unknown';
  const number = isUnknown ? 'unknown' : formatFinding(measure, finding);
  const words = [isUnknown ? finding.reason : '', finding.note].filter((text) => text !== '');
  return html`<b>${number}</b>${words.map((text) => html`<span class="meaning">${text}</span>`)}`;
}

/** A duration against its bound: the bar is what was found, the line across it what was allowed. */
function bar({ measure, finding, expectation: { atMost }, verdict }: Judgement): Html | undefined {
  if (measure.unit !== 'ms' || atMost === 0 || finding.status === 'unknown') return undefined;
  const value = finding.status === 'known' ? finding.value : finding.atLeast;
  const full = Math.max(atMost * 1.25, value * 1.08);
  const share = (ms: number) => `${((ms / full) * 100).toFixed(2)}%`;
  return html`<span class="bar ${verdict} ${finding.status}" role="img" aria-label="${Math.round((value / atMost) * 100)} % of the bound"><i class="found" style="width:${share(value)}"></i><s style="left:${share(atMost)}"></s></span>`;
}

/** Measures that nothing was expected of; what they found is worth knowing all the same. */
function otherMeasures({ measurements, verdict }: Report): Html | undefined {
  const expected = new Set(verdict.judgements.map(({ measure }) => measure.name));
  const others = measurements.filter(
    ({ measure, findings }) => !expected.has(measure.name) && findings.length > 0,
  );
  if (others.length === 0) return undefined;
  const count = others.reduce((sum, { findings }) => sum + findings.length, 0);
  return html`<details class="rest"><summary>${count} more ${count === 1 ? 'finding' : 'findings'}, of which nothing was expected</summary>
<table class="judgements others">
<thead><tr><th>Measure</th><th>Of</th><th>Found</th></tr></thead>
<tbody>${others.map(({ measure, findings }) => findings.map((finding, i) => html`<tr>${measureCells(measure, finding, i > 0 ? measure : undefined)}</tr>`))}</tbody>
</table></details>`;
}
