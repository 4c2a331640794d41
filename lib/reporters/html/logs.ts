import type { EventOf } from '../../core/history.ts';
import type { Report } from '../../core/report.ts';
import type { BlowFacts } from '../blows.ts';
import type { LogsAround } from '../logs-around.ts';
import { formatOffset, formatTime } from '../time.ts';
import { type Html, html } from './markup.ts';
import { recoveriesOf } from './recoveries.ts';

/** Service log lines around one blow. */
export interface LogExcerpt {
  /** Where 0 of their times lies. */
  readonly blowAt: number;
  readonly lines: readonly EventOf<'log'>[];
  /** How many lines after the first half of `lines` are not shown. */
  readonly leftOut: number;
}

const AROUND_MS = 1_000;
/** Where no recovery time says how long the story is. */
const UNTOLD_MS = 10_000;
/** Lines that one blow shows, and that all blows of a page share: it stays below 3 MB. */
const SHOWN = 400;
const SHOWN_IN_ALL = 3_000;
const LINE_LENGTH = 600;

/** The lines from 1 s before a blow to 1 s after the last client was back, the middle cut out. */
export function selectLogs(report: Report, blow: BlowFacts): LogExcerpt | undefined {
  const { header, events } = report.history;
  const { from } = blow;
  if (from === undefined) return undefined;
  const ends = header.workloads.flatMap(({ name }) =>
    recoveriesOf(report, 'rto.all', { workload: name })
      .filter((recovery) => recovery.blow === blow.index && recovery.step === blow.step)
      .map(({ to }) => to ?? from + UNTOLD_MS),
  );
  const until = ends.length > 0 ? Math.max(...ends) : from + UNTOLD_MS;
  const lines = events
    .of('log')
    .filter(({ t, line }) => t >= from - AROUND_MS && t <= until + AROUND_MS && line.trim() !== '')
    .sort((one, other) => one.t - other.t);
  const half = Math.ceil(Math.min(SHOWN, SHOWN_IN_ALL / header.schedule.length) / 2);
  if (lines.length <= 2 * half) return { blowAt: from, lines, leftOut: 0 };
  const shown = [...lines.slice(0, half), ...lines.slice(-half)];
  return { blowAt: from, lines: shown, leftOut: lines.length - shown.length };
}

/** The lines with times counted from the blow, folded, with a filter. */
export function formatLogs(excerpt: LogExcerpt | undefined): Html | undefined {
  if (excerpt === undefined) return undefined;
  const { blowAt, lines, leftOut } = excerpt;
  if (lines.length === 0) {
    return html`<p class="soft">The services logged nothing around this blow.</p>`;
  }
  const rows = lines.map((line) => logLine(line, blowAt));
  const gap = html`<li class="gap">${leftOut.toLocaleString('en')} lines left out; the history has them all</li>`;
  const half = leftOut > 0 ? rows.length / 2 : rows.length;
  return html`<details class="logs"><summary>Service logs around the blow <span class="soft">${(lines.length + leftOut).toLocaleString('en')} lines, times from the blow</span></summary>
<label class="filter">Show lines with <input type="search" spellcheck="false"></label>
<ol tabindex="0" aria-label="Log lines">${rows.slice(0, half)}${leftOut > 0 ? gap : undefined}${rows.slice(half)}</ol>
</details>`;
}

const logLine = (event: EventOf<'log'>, blowAt: number): Html =>
  logRow(event, formatOffset(event.t - blowAt));

/** A line as it stands in a list of lines; `at` says when. */
export function logRow({ machine, service, line }: EventOf<'log'>, at: string): Html {
  const text = line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)} …` : line;
  return html`<li class="${severity(line)}"><span class="at">${at}</span><span class="who">${machine} ${service}</span><code>${text}</code></li>`;
}

function severity(line: string): string {
  if (/\b(error|fatal|panic)\b/i.test(line)) return 'severe';
  return /\bwarn(ing)?\b/i.test(line) ? 'warned' : 'said';
}

/** The lines with the time of the run, as the evidence above them has it. */
export function formatLogsAround({ lines, leftOut }: LogsAround): Html {
  if (lines.length === 0) {
    return html`<p class="soft">The services logged nothing within a second of that.</p>`;
  }
  return html`<h3>What the services logged within a second of that</h3>
<div class="logs"><ol tabindex="0" aria-label="Log lines">${lines.map((event) => logRow(event, formatTime(event.t)))}</ol></div>
${leftOut > 0 ? html`<p class="soft">${leftOut.toLocaleString('en')} more lines in the history.</p>` : undefined}`;
}
