import { type Html, html } from './markup.ts';
import type { TimelineData } from './timeline-data.ts';

/** The frame of the timeline; the browser's side draws into it. */
export function timelineSection({ blows, bucketMs, endMs, workloads }: TimelineData): Html {
  if (endMs === 0) {
    return html`<section id="timeline"><h2>Timeline</h2><p class="empty">The history holds no event to draw.</p></section>`;
  }
  const kept = workloads.reduce((sum, { operations }) => sum + operations.rows.length, 0);
  const total = workloads.reduce((sum, { operations }) => sum + operations.total, 0);
  return html`<section id="timeline"><div class="bar-of-tools"><h2>Timeline</h2>
<div class="tools" role="group" aria-label="Part of the run">
${blowChoice(blows)}
<button type="button" data-view="steady">Steady to settled</button><button type="button" data-view="all">Whole run</button><button type="button" data-copy="">Copy link to this view</button></div></div>
${workloads.length > 1 ? serviceButtons(workloads) : undefined}
<div class="plot" id="plot" tabindex="0" role="slider" aria-label="Time in the run" aria-valuenow="0"></div>
<noscript><p class="empty">The timeline needs JavaScript; everything else on this page does not.</p></noscript>
<ul class="legend">
<li><i class="ok"></i>ok</li><li><i class="info"></i>unknown fate</li><li><i class="fail"></i>failed</li>
<li><i class="away"></i>not yet recovered</li>
<li><i class="p50"></i>p50</li><li><i class="p99"></i>p99</li><li><i class="max"></i>max</li>
<li><i class="primary"></i>primary</li><li><i class="replica"></i>replica</li><li><i class="neither"></i>no role</li><li><i class="up"></i>answers, has power</li><li><i class="unreachable"></i>unreachable</li>
<li><i class="blow"></i>blow</li><li><i class="cure"></i>being cured</li>
<li><i class="reduced"></i>redundancy reduced</li>
</ul>
<p class="soft hint">Counts are per ${bucketMs} ms by the time an operation was due; latency is that of what was ok, from its due time. ${kept < total ? `Of ${total.toLocaleString('en')} operations the ${kept.toLocaleString('en')} slowest and worst can be read one by one. ` : ''}Point at a service to read an operation, click to hold on to it; drag to zoom, double-click for the whole run; Ctrl and wheel zoom, Shift and wheel move along. Keyboard: arrows, Shift and arrows, + and −, 0; N and P for the next and the previous operation that was not ok, Enter to hold, Escape to let go.</p>
</section>`;
}

/** More blows than this are a list to choose from. */
const BUTTONS = 4;

function blowChoice(blows: TimelineData['blows']): Html | undefined {
  const fallen = blows.flatMap((blow, at) => (blow.from === undefined ? [] : [{ ...blow, at }]));
  if (fallen.length <= BUTTONS) {
    return html`${fallen.map(({ number, at }) => html`<button type="button" data-blow="${at}">Blow ${number}</button>`)}`;
  }
  return html`<select id="blow" aria-label="Blow to show"><option value="">Go to a blow</option>${fallen.map(
    ({ number, label, at }) => html`<option value="${at}">${number}: ${label}</option>`,
  )}</select>`;
}

function serviceButtons(workloads: TimelineData['workloads']): Html {
  return html`<div class="tools services-shown" role="group" aria-label="Services shown">
<button type="button" data-service="" aria-pressed="true">All services</button>
${workloads.map(({ name }) => html`<button type="button" data-service="${name}" aria-pressed="false">${name}</button>`)}
</div>`;
}
