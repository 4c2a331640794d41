import type { History } from '../../core/history.ts';
import type { Report } from '../../core/report.ts';
import { formatFinding, formatSubject } from '../format.ts';
import { describeEvent, type FindInvocation, invocationsOf } from './describe-event.ts';
import { type Html, html } from './markup.ts';
import { formatTime } from './time.ts';

/** A failed expectation shows at most this many events. */
const SHOWN = 20;

/** The events that failed expectations rest on, so that nobody has to take them on trust. */
export function evidence({ history, verdict }: Report): Html | undefined {
  const failed = verdict.judgements.filter((judgement) => judgement.verdict === 'fail');
  if (failed.length === 0) return undefined;
  const find = invocationsOf(history);
  return html`<section id="evidence"><h2>Evidence of what failed</h2>
${failed.map(({ measure, finding, because }) => {
  const { shown, leftOut } = selectEvidence(history, finding.evidence);
  return html`<details open><summary><b class="name">${measure.name}</b> ${formatSubject(finding.subject)} <span class="soft">${formatFinding(measure, finding)}</span></summary>
<p>${because}.</p>
<ol class="events">${shown.map((row) => line(history, row, find))}</ol>
${leftOut > 0 ? html`<p class="soft">${leftOut.toLocaleString('en')} more in the history.</p>` : undefined}
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
    if (events[position] !== undefined && !shown.has(position)) shown.set(position, false);
  }
  return {
    shown: [...shown]
      .map(([position, isEvidence]) => ({ position, isEvidence }))
      .sort((one, other) => one.position - other.position),
    leftOut: own.length - cut.length,
  };
}

function line({ events }: History, { position, isEvidence }: Row, find: FindInvocation): Html {
  const event = events[position];
  if (event === undefined) return html``;
  return html`<li class="${isEvidence ? 'proof' : 'around'}"><span class="at">${formatTime(event.t)}</span><span>${isEvidence ? html`<b aria-label="evidence">▸</b> ` : undefined}${describeEvent(event, find)}</span></li>`;
}
