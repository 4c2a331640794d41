import type { History } from '../../core/history.ts';
import type { Report } from '../../core/report.ts';
import { describeEvent } from '../describe-event.ts';
import { formatFinding, formatSubject } from '../format.ts';
import { logsAround } from '../logs-around.ts';
import { formatTime } from '../time.ts';
import { configurationOf } from './configuration.ts';
import { formatLogsAround } from './logs.ts';
import { type Html, html } from './markup.ts';

/** A failed expectation shows at most this many events. */
const SHOWN = 20;

/** The events that failed expectations rest on, so that nobody has to take them on trust. */
export function evidence({ history, verdict }: Report): Html | undefined {
  const failed = verdict.judgements.filter((judgement) => judgement.verdict === 'fail');
  if (failed.length === 0) return undefined;
  return html`<section id="evidence"><h2>Evidence of what failed</h2>
${failed.map(({ measure, finding, because }, i) => {
  const { shown, leftOut } = selectEvidence(history, finding.evidence);
  const times = shown.flatMap(({ position, isEvidence }) =>
    isEvidence ? [history.events.at(position)?.t ?? 0] : [],
  );
  return html`<details${i === 0 ? html` open` : undefined}><summary><b class="name">${measure.name}</b> ${formatSubject(finding.subject)} <span class="soft">${formatFinding(measure, finding)}</span></summary>
<p>${because}${finding.note === '' ? '' : `; ${finding.note}`}.</p>
<h3>Operations and observations</h3>
<ol class="events">${shown.map((row) => line(history, row))}</ol>
${leftOut > 0 ? html`<p class="soft">${leftOut.toLocaleString('en')} more in the history.</p>` : undefined}
${formatLogsAround(logsAround(history.events.of('log'), times))}
${configurationOf(history, finding.subject)}
</details>`;
})}</section>`;
}

interface Row {
  readonly position: number;
  readonly isEvidence: boolean;
}

/** Few pieces of evidence get their neighbours, many are cut to the first and the last of them. */
export function selectEvidence(
  { events }: Pick<History, 'events'>,
  evidence: readonly number[],
): { readonly shown: readonly Row[]; readonly leftOut: number } {
  const own = [...new Set(evidence)].sort((one, other) => one - other);
  const cut = own.length > SHOWN ? [...own.slice(0, SHOWN / 2), ...own.slice(-SHOWN / 2)] : own;
  const shown = new Map(cut.map((position) => [position, true]));
  for (const position of own.flatMap((at) => [at - 1, at + 1, at - 2, at + 2])) {
    if (shown.size >= SHOWN) break;
    if (events.at(position) !== undefined && !shown.has(position)) shown.set(position, false);
  }
  return {
    shown: [...shown]
      .map(([position, isEvidence]) => ({ position, isEvidence }))
      .sort((one, other) => one.position - other.position),
    leftOut: own.length - cut.length,
  };
}

function line({ events }: History, { position, isEvidence }: Row): Html {
  const event = events.at(position);
  if (event === undefined) return html``;
  return html`<li class="${isEvidence ? 'proof' : 'around'}"><span class="at">${formatTime(event.t)}</span><span>${isEvidence ? html`<b aria-label="evidence">▸</b> ` : undefined}${describeEvent(event, events)}</span></li>`;
}
