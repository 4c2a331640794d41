import { latencyChart, rateChart } from './charts.js';
import { followKeys } from './keys.js';
import { drawAwayShade, drawBlowLines, drawDeadline } from './marks.js';
import { readPalette } from './palette.js';
import { followPointer } from './pointer.js';
import { linesAt, showLines } from './readout.js';
import { rowsOf } from './rows.js';
import { timeAt, xOf } from './scale.js';
import { drawRow } from './strips.js';

/**
 * The timeline: uPlot's charts below, one sheet above them for strips, marks, cursor and zoom.
 *
 * @typedef {import('./rows.js').TimelineData} TimelineData
 * @typedef {import('./rows.js').Row} Row
 */

const NARROW_PX = 640;

/** @param {HTMLElement} host @param {TimelineData} data */
export function startTimeline(host, data) {
  const rows = rowsOf(data);
  const height = rows.reduce((sum, row) => sum + row.height, 0);
  const sheet = document.createElement('canvas');
  const cursor = element('cursor');
  const selection = element('selection');
  const tooltip = element('tooltip');
  const whole = { min: 0, max: Math.max(data.endMs, data.bucketMs) };
  const frame = { view: { ...whole, min: data.view[0], max: data.view[1] }, left: 0, width: 0 };
  /** @type {import('./marks.js').Chart[]} */
  let charts = [];
  let palette = readPalette();
  let cursorMs = frame.view.min;
  host.style.height = `${height}px`;
  host.append(sheet, cursor, selection, tooltip);

  function build() {
    palette = readPalette();
    frame.left = host.clientWidth < NARROW_PX ? 62 : 84;
    frame.width = host.clientWidth - frame.left - 12;
    for (const { plot } of charts) plot.root.parentElement?.remove();
    const options = { frame, palette, bucketMs: data.bucketMs };
    charts = rows.flatMap((row) => {
      if (row.kind === 'rate') return [{ row, plot: rateChart(host, row, row.workload, options) }];
      if (row.kind !== 'latency') return [];
      return [{ row, plot: latencyChart(host, row, row.workload, options) }];
    });
    sheet.width = Math.round(host.clientWidth * devicePixelRatio);
    sheet.height = Math.round(height * devicePixelRatio);
    requestAnimationFrame(draw);
  }

  function draw() {
    const context = sheet.getContext('2d');
    if (context === null) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, sheet.width, sheet.height);
    const pen = { context, palette, frame, data };
    const isWords = (/** @type {Row} */ { kind }) => kind === 'caption' || kind === 'away';
    for (const row of rows.filter((each) => !isWords(each))) drawRow(pen, row);
    for (const row of rows) drawAwayShade(pen, row);
    drawBlowLines(pen, rows);
    for (const chart of charts) drawDeadline(pen, chart);
    for (const row of rows.filter(isWords)) drawRow(pen, row);
  }

  /** Shows a part of the run, in ms. @param {number} from @param {number} to */
  function zoom(from, to) {
    const length = Math.max(to - from, 5 * data.bucketMs);
    const min = Math.max(whole.min, Math.min(from, whole.max - length));
    frame.view = { min, max: Math.min(whole.max, min + length) };
    for (const { plot } of charts) plot.setScale('x', frame.view);
    hide();
    draw();
  }

  /** @param {number} ms */
  function point(ms) {
    cursorMs = Math.max(frame.view.min, Math.min(frame.view.max, ms));
    const x = xOf(frame, cursorMs);
    const lines = linesAt(data, cursorMs);
    showLines(tooltip, lines);
    cursor.style.transform = `translateX(${x}px)`;
    cursor.hidden = false;
    tooltip.hidden = false;
    const room = host.clientWidth - tooltip.offsetWidth;
    const beside = x + 14 < room ? x + 14 : x - 14 - tooltip.offsetWidth;
    tooltip.style.left = `${Math.max(0, Math.min(room, beside))}px`;
    host.setAttribute('aria-valuenow', String(Math.round(cursorMs)));
    host.setAttribute(
      'aria-valuetext',
      lines.map(({ name, text }) => `${name}: ${text}`).join('; '),
    );
  }

  function hide() {
    cursor.hidden = true;
    tooltip.hidden = true;
  }

  followPointer(host, selection, {
    timeAt: (x) => timeAt(frame, x),
    point,
    hide,
    zoom,
    reset: () => zoom(whole.min, whole.max),
    top: (y) => {
      tooltip.style.top = `${Math.max(0, Math.min(y - 20, height - tooltip.offsetHeight - 8))}px`;
    },
  });
  followKeys(host, data.bucketMs, {
    at: () => cursorMs,
    view: () => frame.view,
    point,
    zoom,
    reset: () => zoom(whole.min, whole.max),
  });
  host.setAttribute('aria-valuemin', '0');
  host.setAttribute('aria-valuemax', String(Math.round(whole.max)));
  hide();
  selection.hidden = true;
  new ResizeObserver(build).observe(host);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', build);
  return { zoom, rebuild: build, whole };
}

/** @param {string} name */
function element(name) {
  const made = document.createElement('div');
  made.className = name;
  return made;
}
