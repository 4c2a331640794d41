import { formatMs } from '../../core/duration.ts';
import type { Comparison } from '../../gate/comparison.ts';
import { type Margin, withMargin } from '../../gate/margin.ts';
import type { Span } from '../../statistics/sample.ts';
import { type Html, html } from '../html/markup.ts';

const [WIDTH, LEFT, RIGHT] = [320, 6, 26];

/**
 * Every value of both arms on one axis from 0, and the baseline's median with the margin as a line. What
 * never ended is an arrow; a bar shows between which bounds a value lies.
 */
export function dots({ spans, of }: Comparison, margin: Margin): Html {
  const all = [...spans.baseline, ...spans.candidate];
  if (all.length === 0) return html``;
  const limit = withMargin(margin, middleOf(spans.baseline));
  const ends = all.flatMap(({ atLeast, atMost }) => [atLeast, atMost]).filter(Number.isFinite);
  const most = Math.max(1, ...ends, ...(Number.isFinite(limit) ? [limit] : [])) * 1.05;
  const x = (ms: number) => LEFT + (Math.min(ms, most) / most) * (WIDTH - LEFT - RIGHT);
  const row = (y: number, own: readonly Span[], name: string) =>
    own.map((span) => mark(span, x, y, name));
  const words = `baseline ${of.baseline.length} runs, candidate ${of.candidate.length} runs, 0 to ${formatMs(most)}`;
  return html`<svg class="dots" viewBox="0 0 ${WIDTH} 46" width="${WIDTH}" height="46" role="img" aria-label="${words}">
<line class="axis" x1="${LEFT}" y1="38" x2="${WIDTH - RIGHT}" y2="38"/>
${Number.isFinite(limit) ? html`<line class="limit" x1="${x(limit).toFixed(1)}" y1="2" x2="${x(limit).toFixed(1)}" y2="38"/>` : undefined}
${row(11, spans.baseline, 'baseline')}
${row(27, spans.candidate, 'candidate')}
<text x="${LEFT}" y="45">0</text><text x="${WIDTH}" y="45" text-anchor="end">${formatMs(most)}</text>
</svg>`;
}

function mark({ atLeast, atMost }: Span, x: (ms: number) => number, y: number, name: string): Html {
  if (atMost === Number.POSITIVE_INFINITY) {
    const at = x(atLeast).toFixed(1);
    return html`<path class="${name}" d="M${at} ${y - 4}l8 4l-8 4z"><title>longer than ${formatMs(atLeast)}</title></path>`;
  }
  const middle = (atLeast + atMost) / 2;
  return html`<g class="${name}"><title>${formatMs(middle)}</title><line x1="${x(atLeast).toFixed(1)}" y1="${y}" x2="${x(atMost).toFixed(1)}" y2="${y}"/><circle cx="${x(middle).toFixed(1)}" cy="${y}" r="4"/></g>`;
}

function middleOf(spans: readonly Span[]): number {
  const middles = spans.map(({ atLeast, atMost }) => (atLeast + atMost) / 2);
  const sorted = middles.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
}
