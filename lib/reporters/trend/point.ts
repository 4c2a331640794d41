import { formatFinding } from '../format.ts';
import { type Html, html } from '../html/markup.ts';
import type { Scale } from './scale.ts';
import type { Point } from './series.ts';
import type { StoredRun } from './stored-run.ts';

/** By shape as well as by colour; the legend has the same. */
export function pointOf(point: Point, index: number, { x, y }: Scale): Html {
  const { finding, doubt, verdict, isComparable, run } = point;
  const shape = shapeOf(point);
  const isSaid = verdict === shape ? undefined : verdict;
  const found = formatFinding({ unit: 'ms' }, finding);
  const words = [found, isSaid, doubt].filter(Boolean).join('; ');
  const faded = isComparable ? undefined : html` class="other"`;
  return html`<use href="#p-${shape}"${faded} x="${x(index)}" y="${y(heightOf(finding) ?? 0)}" data-at="${index}"><title>${run.results.startedAt.slice(5, 16).replace('T', ' ')}: ${words}</title></use>`;
}

function shapeOf({ finding, doubt, verdict }: Point): string {
  if (finding.status === 'unknown') return 'missing';
  if (finding.status === 'censored') return 'censored';
  if (doubt !== undefined) return 'doubtful';
  return verdict === 'pass' || verdict === 'fail' ? verdict : 'measured';
}

/** The shapes of points, once for all drawings of the page. */
export const shapes: Html = html`<svg class="shapes" aria-hidden="true"><defs>
<circle id="p-pass" r="3.6"/><path id="p-fail" d="M-3.6-3.6 3.6 3.6M3.6-3.6-3.6 3.6"/>
<rect id="p-measured" x="-2.8" y="-2.8" width="5.6" height="5.6" transform="rotate(45)"/><circle id="p-doubtful" r="3.4"/>
<path id="p-censored" d="M0-5.5 4.6 3H-4.6z"/><path id="p-missing" d="M-2.2-6.2a2.3 2.3 0 1 1 3 2.4q-.8.4-.8 1.6M0 0v.4"/>
</defs></svg>`;

/** Where it is drawn; undefined where nothing is known of it. */
export const heightOf = (finding: Point['finding']): number | undefined =>
  finding.status === 'known'
    ? finding.value
    : finding.status === 'censored'
      ? finding.atLeast
      : undefined;

/** How well a value is known, where that can be seen. */
export function blurLines(
  points: readonly Point[],
  places: ReadonlyMap<StoredRun, number>,
  { x, y }: Scale,
): Html | undefined {
  const path = points.map(({ finding, run }) => {
    if (finding.status !== 'known') return '';
    const { value, resolution } = finding;
    const [low, high] = [y(Math.max(0, value - resolution)), Math.max(0, y(value + resolution))];
    return low - high > 8 ? `M${x(places.get(run) ?? 0)} ${low}V${high}` : '';
  });
  return html`<path class="blur" d="${path.join('')}"/>`;
}
