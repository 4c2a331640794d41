import { type Html, html } from '../html/markup.ts';
import { verdictWord } from '../html/verdict-words.ts';
import { type Surroundings, toRun } from './links.ts';
import type { StoredRun } from './stored-run.ts';
import { formatInstant } from './write.ts';

export interface RunTable {
  /** Oldest first. */
  readonly runs: readonly StoredRun[];
  readonly columns: 'with scenario' | 'without';
  /** What of the set-up had changed since the run before. */
  readonly changesAt?: (run: StoredRun) => readonly string[];
}

/** Runs one by one, the newest first, each with its verdict, the reason and its own page. */
export function runTable(
  { runs, columns, changesAt = () => [] }: RunTable,
  surroundings: Surroundings,
): Html {
  const isWith = columns === 'with scenario';
  return html`<table class="runs"><thead><tr><th>Verdict</th><th>Began</th>${isWith ? html`<th>Scenario</th>` : undefined}<th>Seed</th><th>Because</th></tr></thead>
<tbody>${runs.toReversed().map((run) => {
    const { verdict, startedAt, scenario, seed, because } = run.results;
    const changes = changesAt(run);
    const changed =
      changes.length === 0
        ? undefined
        : html`<span class="meaning">set-up changed: ${changes.join(', ')}</span>`;
    return html`<tr><td>${verdictWord(verdict)}</td><td>${toRun(run, formatInstant(startedAt), surroundings)}</td>${isWith ? html`<td>${scenario}</td>` : undefined}<td data-head="seed">${seed}</td><td>${because}${changed}</td></tr>
`;
  })}</tbody></table>`;
}
