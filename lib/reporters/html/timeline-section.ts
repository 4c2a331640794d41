import { type Html, html } from './markup.ts';
import type { TimelineData } from './timeline-data.ts';

/** The frame of the timeline; the browser's side draws into it. */
export function timelineSection({ blows, bucketMs, endMs }: TimelineData): Html {
  if (endMs === 0) {
    return html`<section id="timeline"><h2>Timeline</h2><p class="empty">The history holds no event to draw.</p></section>`;
  }
  const fallen = blows.filter(({ from }) => from !== undefined);
  return html`<section id="timeline"><div class="bar-of-tools"><h2>Timeline</h2>
<div class="tools" role="group" aria-label="Part of the run">
${fallen.slice(0, 8).map(({ index }) => html`<button type="button" data-blow="${index}">Blow ${index + 1}</button>`)}
<button type="button" data-view="steady">Steady to settled</button><button type="button" data-view="all">Whole run</button></div></div>
<div class="plot" id="plot" tabindex="0" role="slider" aria-label="Time in the run" aria-valuenow="0"></div>
<noscript><p class="empty">The timeline needs JavaScript; everything else on this page does not.</p></noscript>
<ul class="legend">
<li><i class="ok"></i>ok</li><li><i class="info"></i>unknown fate</li><li><i class="fail"></i>failed</li>
<li><i class="away"></i>not yet recovered</li>
<li><i class="p50"></i>p50</li><li><i class="p99"></i>p99</li><li><i class="max"></i>max</li>
<li><i class="primary"></i>primary</li><li><i class="replica"></i>replica</li><li><i class="neither"></i>no role</li><li><i class="unreachable"></i>unreachable</li>
<li><i class="reduced"></i>redundancy reduced</li>
</ul>
<p class="soft hint">Counts are per ${bucketMs} ms by the time an operation was due; latency is that of what was ok, from its due time. Drag to zoom, double-click for the whole run; with the keyboard: arrows, + and −, 0.</p>
</section>`;
}
