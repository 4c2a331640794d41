import { formatMs } from '../../core/duration.ts';
import type { Report } from '../../core/report.ts';
import { symbols } from '../format.ts';
import { sentenceOf } from '../sentence.ts';
import { type Html, html } from './markup.ts';

/** The top of the page: the verdict, one sentence, and why it is not a pass. */
export function summary(report: Report): Html {
  const { history, verdict } = report;
  const { header, events } = history;
  const { endMs } = events;
  return html`<header class="summary ${verdict.kind}">
${incompleteness(report)}
<div class="badge"><b aria-hidden="true">${symbols[verdict.kind]}</b><span>${verdict.kind}</span></div>
<div class="story">
<h1>${header.title}</h1>
<p class="sentence">${verdict.kind === 'skipped' ? 'This host lacks what the scenario needs: nothing was run, and nothing is said about the system.' : sentenceOf(report)}</p>
${reasons(report)}
<ul class="meta"><li><b>${header.scenario}</b></li><li>run ${header.run}</li><li>seed ${header.seed}</li><li><time datetime="${header.startedAt}">${header.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time></li><li>${formatMs(endMs)} long</li></ul>
</div>
</header>`;
}

/** What is missing of the history itself comes before anything that was read from the rest. */
function incompleteness({ history: { damage, events } }: Report): Html | undefined {
  const rest = 'The page below shows only what came before.';
  if (damage !== undefined) {
    return html`<p class="notice"><b>This history is damaged:</b> ${damage}. ${rest}</p>`;
  }
  if (events.of('end').length > 0) return undefined;
  return html`<p class="notice"><b>This history was cut off:</b> it has no end. ${rest}</p>`;
}

function reasons({ history, verdict }: Report): Html | undefined {
  if (verdict.kind === 'pass') return html`<p class="because">${capital(verdict.because)}.</p>`;
  const end = history.events.of('end').at(-1);
  const others = verdict.doubts.filter((doubt) => doubt !== verdict.because);
  return html`<p class="because"><b>${titles[verdict.kind]}</b> ${verdict.because}</p>
${end?.error ? html`<p class="because"><b>What to do:</b> ${end.error.hint}</p>` : undefined}
${others.length > 0 ? html`${doubts(others)}` : undefined}`;
}

/** The first few in sight: a control plane whose healing was not proven has dozens. */
function doubts(all: readonly string[]): Html {
  const list = (some: readonly string[]) =>
    html`<ul class="doubts">${some.map((doubt) => html`<li>${doubt}</li>`)}</ul>`;
  const rest = all.slice(DOUBTS);
  return html`<p class="because"><b>In doubt:</b></p>${list(all.slice(0, DOUBTS))}${rest.length > 0 ? html`<details><summary>${rest.length} more</summary>${list(rest)}</details>` : undefined}`;
}

const DOUBTS = 3;

const titles = {
  fail: 'Failed:',
  unknown: 'Not known:',
  skipped: 'Not run:',
  error: 'The run broke:',
} as const;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
