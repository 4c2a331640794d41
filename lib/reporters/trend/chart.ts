import { formatMs } from '../../core/duration.ts';
import type { TrialSummary } from '../../statistics/summarize-trials.ts';
import { type Html, html } from '../html/markup.ts';
import type { WatchedSeries } from './cell.ts';
import { blurLines, heightOf, pointOf } from './point.ts';
import { rules } from './rules.ts';
import { type Scale, scaleOf, size } from './scale.ts';
import type { Point } from './series.ts';
import type { StoredRun } from './stored-run.ts';

/** What all drawings of a scenario share. */
export interface Drawn {
  /** The runs that are drawn, oldest first. */
  readonly runs: readonly StoredRun[];
  /** Which of them had another set-up than the one before. */
  readonly changes: readonly number[];
}

/** A recovery time from run to run: points by how they were judged, the median with its interval, the bound. */
export function chartOf(series: WatchedSeries, { runs, changes }: Drawn): Html {
  const places = new Map(runs.map((run, index) => [run, index]));
  const points = series.points.filter(({ run }) => places.has(run));
  const bands = bandsOf(series, places);
  const bound = points.at(-1)?.bound;
  const scale = scaleOf(runs.length, timesOf(points, bands, bound));
  const { width, height, left } = size;
  const top = scale.mostMs / 1.05;
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${series.measure} of ${series.subject} over ${runs.length} runs">
<line class="axis" x1="${left}" x2="${width}" y1="${scale.y(0)}" y2="${scale.y(0)}"/><text class="tick" x="${left - 5}" y="${scale.y(0) + 4}">0</text><text class="tick" x="${left - 5}" y="${scale.y(top) + 4}">${formatMs(top)}</text>
${changeLines(changes, scale)}
${bands.map((band) => bandOf(band, scale))}
${bound === undefined || bound === 0 ? undefined : boundLine(bound, scale)}
${blurLines(points, places, scale)}${points.map((point) => pointOf(point, places.get(point.run) ?? 0, scale))}
</svg>`;
}

interface Band {
  readonly from: number;
  readonly to: number;
  readonly summary: TrialSummary;
}

/** One over the runs that the interval is of; where a series drifts, one a window. */
function bandsOf(
  { points, summary, drift }: WatchedSeries,
  places: ReadonlyMap<StoredRun, number>,
): readonly Band[] {
  const comparable = points.filter(({ isComparable }) => isComparable);
  const over = (some: readonly Point[], of: TrialSummary): readonly Band[] => {
    const drawn = some.flatMap(({ run }) => places.get(run) ?? []);
    const [from, to] = [drawn.at(0), drawn.at(-1)];
    return from === undefined || to === undefined ? [] : [{ from, to, summary: of }];
  };
  if (drift === undefined) return over(comparable.slice(-rules.intervalRuns), summary);
  const counting = comparable.filter(
    (one) => one.doubt === undefined && one.finding.status !== 'unknown',
  );
  const { recent, earlier } = drift;
  return [
    ...over(counting.slice(0, -recent.n).slice(-earlier.n), earlier),
    ...over(counting.slice(-recent.n), recent),
  ];
}

/** A bound far above all that was found would press it flat: then it is beyond the drawing. */
function timesOf(
  points: readonly Point[],
  bands: readonly Band[],
  bound: number | undefined,
): readonly number[] {
  const found = points.map(({ finding }) => heightOf(finding) ?? 0);
  const intervals = bands.flatMap(({ summary: { interval } }) =>
    interval === undefined || interval.upper === Number.POSITIVE_INFINITY ? [] : [interval.upper],
  );
  const times = [...found, ...intervals];
  const most = Math.max(0, ...times);
  return bound !== undefined && bound <= 2.5 * most ? [...times, bound] : times;
}

function changeLines(changes: readonly number[], { x }: Scale): Html | undefined {
  if (changes.length === 0) return undefined;
  const path = changes.map((index) => `M${(x(index) + x(index - 1)) / 2} 2V${size.height - 2}`);
  return html`<path class="change" d="${path.join('')}"/>`;
}

function bandOf({ from, to, summary: { median, interval } }: Band, { x, y, mostMs }: Scale): Html {
  const [x1, x2] = [x(from) - 6, x(to) + 6];
  const upper = Math.min(interval?.upper ?? 0, mostMs);
  const area =
    interval === undefined
      ? undefined
      : html`<rect class="interval" x="${x1}" width="${x2 - x1}" y="${y(upper)}" height="${Math.max(1, y(interval.lower) - y(upper))}"/>`;
  const line =
    median === undefined || median.atLeast > mostMs
      ? undefined
      : html`<line class="median" x1="${x1}" x2="${x2}" y1="${y(median.atLeast)}" y2="${y(median.atLeast)}"/>`;
  return html`${area}${line}`;
}

function boundLine(bound: number, { y, mostMs }: Scale): Html {
  const isBeyond = bound > mostMs;
  const at = isBeyond ? 3 : y(bound);
  const words = `bound ${formatMs(bound)}${isBeyond ? ', beyond the drawing' : ''}`;
  return html`<line class="bound${isBeyond ? ' beyond' : ''}" x1="${size.left}" x2="${size.width}" y1="${at}" y2="${at}"><title>${words}</title></line>`;
}
