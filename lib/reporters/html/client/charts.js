import { fillOf } from './palette.js';
import { durationText, ticksOf } from './scale.js';

/**
 * The two charts of a workload, drawn by uPlot on the time axis that all rows share.
 *
 * @typedef {import('../timeline-data.ts').TimelineWorkload} Workload
 * @typedef {import('./scale.js').Frame} Frame
 * @typedef {import('./palette.js').Palette} Palette
 * @typedef {import('./rows.js').Row} Row
 */

/** @type {typeof import('uplot')} */
const Plot = Reflect.get(window, 'uPlot') ?? Reflect.get(globalThis, 'uPlot');

/** Above and below the drawn area, so that the outermost labels are whole. */
export const CHART_PADDING_PX = 7;

/** Labels nearer to each other than this can't be read. */
const LABEL_PX = 16;

const font = '11px system-ui, sans-serif';

/**
 * Operations per bucket: ok below, of unknown fate above it, failed on top.
 *
 * @param {HTMLElement} host @param {Row} row @param {Workload} workload
 * @param {{ frame: Frame, palette: Palette, bucketMs: number }} options
 */
export function rateChart(host, row, workload, { frame, palette, bucketMs }) {
  const { ok, info, fail } = workload;
  const withInfo = ok.map((count, i) => count + (info[i] ?? 0));
  const withFail = withInfo.map((count, i) => count + (fail[i] ?? 0));
  const top = withFail.reduce((most, count) => Math.max(most, count), 1);
  const area = (/** @type {'served' | 'info' | 'fail'} */ look) => ({
    width: 0,
    points: { show: false },
    paths: Plot.paths.stepped?.({ align: 1 }) ?? (() => null),
    fill: (/** @type {import('uplot')} */ plot) => fillOf(plot.ctx, palette, look),
  });
  return chart(host, row, {
    frame,
    palette,
    data: [times(ok, bucketMs), withFail, withInfo, [...ok]],
    series: [area('fail'), area('info'), area('served')],
    scale: { range: () => [0, top * 1.04] },
    axis: {
      space: 18,
      incrs: [1, 2, 5].flatMap((n) => [n, n * 10, n * 100, n * 1e3]).sort((a, b) => a - b),
    },
  });
}

/**
 * Latency of what was ok, from the due time, on a logarithmic axis.
 *
 * @param {HTMLElement} host @param {Row} row @param {Workload} workload
 * @param {{ frame: Frame, palette: Palette, bucketMs: number }} options
 */
export function latencyChart(host, row, workload, { frame, palette, bucketMs }) {
  const { p50, p99, max, deadlineMs } = workload;
  const seen = [...p50, ...max, deadlineMs].flatMap((ms) => (ms !== null && ms > 0 ? [ms] : []));
  const [least, most] = seen.reduce(
    ([low, high], ms) => [Math.min(low, ms), Math.max(high, ms)],
    [Infinity, 0],
  );
  const low = 10 ** Math.floor(Math.log10(least));
  const decades = Array.from({ length: 9 }, (_, i) => low * 10 ** i).filter(
    (ms) => ms <= most * 1.3,
  );
  const every = Math.ceil((LABEL_PX * Math.log10((most * 1.3) / low)) / row.height);
  const positive = (/** @type {readonly (number | null)[]} */ values) =>
    values.map((ms) => (ms === null ? null : Math.max(ms, low)));
  return chart(host, row, {
    frame,
    palette,
    data: [times(p50, bucketMs), positive(max), positive(p99), positive(p50)],
    series: [
      {
        stroke: palette.max,
        paths: () => null,
        points: { show: true, size: 3, width: 0, fill: palette.max },
      },
      { stroke: palette.p99, width: 1.5, dash: [4, 3], points: alone(palette.p99) },
      { stroke: palette.ok, width: 2, points: alone(palette.ok) },
    ],
    scale: { distr: 3, range: () => [low, most * 1.3] },
    axis: {
      splits: () => decades,
      filter: (_, splits) => splits.map((ms, i) => (i % every === 0 ? ms : null)),
      values: (_, splits) => splits.map((ms) => (ms == null ? '' : durationText(ms))),
    },
  });
}

/** Points only where no line could show them. @param {string} fill @returns {import('uplot').Series.Points} */
function alone(fill) {
  return {
    show: true,
    size: 3,
    width: 0,
    fill,
    filter: (plot, index) => {
      const values = plot.data[index] ?? [];
      const isAlone = (/** @type {number} */ i) =>
        values[i] != null && values[i - 1] == null && values[i + 1] == null;
      return [...values.keys()].filter(isAlone);
    },
  };
}

/** @param {readonly unknown[]} buckets @param {number} bucketMs */
const times = (buckets, bucketMs) => buckets.map((_, i) => i * bucketMs);

/**
 * @param {HTMLElement} host @param {Row} row
 * @param {{ frame: Frame, palette: Palette, data: (number | null)[][],
 *   series: import('uplot').Series[], scale: import('uplot').Scale, axis: import('uplot').Axis }} options
 */
function chart(host, row, { frame, palette, data, series, scale, axis }) {
  const right = host.clientWidth - frame.left - frame.width;
  const place = document.createElement('div');
  place.className = 'chart';
  place.style.top = `${row.y}px`;
  host.append(place);
  const lines = {
    stroke: palette.soft,
    font,
    ticks: { show: false },
    grid: { stroke: palette.grid, width: 1 },
  };
  return new Plot(
    {
      width: host.clientWidth,
      height: row.height,
      padding: [CHART_PADDING_PX, right, CHART_PADDING_PX, 0],
      cursor: { show: false },
      legend: { show: false },
      series: [{}, ...series],
      scales: { x: { time: false, ...frame.view, range: (_, min, max) => [min, max] }, y: scale },
      axes: [
        { ...lines, size: 0, splits: () => ticksOf(frame).ticks, values: () => [] },
        { ...lines, size: frame.left, gap: 6, ...axis },
      ],
    },
    /** @type {import('uplot').AlignedData} */ (/** @type {unknown} */ (data)),
    place,
  );
}
