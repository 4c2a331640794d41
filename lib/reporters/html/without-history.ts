import { symbols } from '../format.ts';
import { documentOf } from './document.ts';
import { type Html, html } from './markup.ts';

export interface WithoutHistory {
  /** Name of the run's folder. */
  readonly run: string;
  /** What is wrong with the history, in words. */
  readonly because: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/** The page of a run whose history is missing or can't be read: it says so, and claims nothing. */
export function pageWithoutHistory({ run, because, files }: WithoutHistory): string {
  return documentOf({
    title: `${symbols.unknown} no history: ${run}`,
    body: html`<header class="summary unknown">
<p class="notice"><b>There is no history of this run:</b> ${because}.</p>
<div class="badge"><b aria-hidden="true">${symbols.unknown}</b><span>unknown</span></div>
<div class="story">
<h1>${run}</h1>
<p class="sentence">What happened in this run is not known.</p>
<p class="because">A report is made from <code>history.jsonl</code> alone, and nothing is guessed from what else is there. Was the file moved or removed? With it in its place, <code>blackstart report</code> makes this page anew.</p>
</div>
</header>
<section id="files"><h2>What the folder holds</h2>
${files.length === 0 ? html`<p class="empty">Nothing.</p>` : fileTable(files)}
</section>`,
  });
}

function fileTable(files: WithoutHistory['files']): Html {
  return html`<table><thead><tr><th scope="col">File</th><th scope="col">Bytes</th></tr></thead>
<tbody>${files.map(({ name, bytes }) => html`<tr><td>${name}</td><td data-head="bytes">${bytes.toLocaleString('en')}</td></tr>`)}</tbody></table>`;
}
