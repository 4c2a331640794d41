import { latencyChart, rateChart } from './charts.js';
import { element, makeCursor } from './cursor.js';
import { focusAt, rowAt } from './focus.js';
import { followKeys } from './keys.js';
import { drawAwayShade, drawBlowLines, drawDeadline } from './marks.js';
import { nearestOperation, nextBad } from './operations.js';
import { readPalette } from './palette.js';
import { followPointer } from './pointer.js';
import { rowsOf } from './rows.js';
import { timeAt } from './scale.js';
import { drawRow } from './strips.js';
import { small } from './write.js';

/**
 * The timeline: uPlot's charts below, one sheet above them for strips, marks, cursor and zoom.
 *
 * @typedef {import('./rows.js').TimelineData} TimelineData
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('./permalink.js').Place} Place
 */

/** Where the drawn area begins: the names of machines fit, but never take more than this share. */
const GUTTER_PX = { least: 62, gap: 10 };
const GUTTER_SHARE = 0.28;

/**
 * @param {HTMLElement} host @param {TimelineData} data
 * @param {(place: Place) => void} moved  told of every part, moment and service that is shown
 */
export function startTimeline(host, data, moved) {
  const sheet = document.createElement('canvas');
  const selection = element('selection');
  const whole = { min: 0, max: Math.max(data.endMs, data.bucketMs) };
  const [first, last] = data.view;
  const frame = { view: { min: first, max: last }, left: 0, width: 0 };
  /** @type {import('./marks.js').Chart[]} */
  let charts = [];
  /** @type {Row[]} */
  let rows = [];
  let height = 0;
  let palette = readPalette();
  let cursorMs = frame.view.min;
  /** @type {string | undefined} */
  let service;
  let isHeld = false;
  host.append(sheet, selection);
  const cursor = makeCursor(host, data);

  function build() {
    palette = readPalette();
    rows = rowsOf(data, service);
    height = rows.reduce((sum, row) => sum + row.height, 0);
    host.style.height = `${height}px`;
    frame.left = gutterOf(host.clientWidth, data, sheet.getContext('2d'));
    frame.width = host.clientWidth - frame.left - 12;
    for (const { plot } of charts) plot.root.parentElement?.remove();
    for (const { plot } of charts) plot.destroy();
    const options = { frame, palette, bucketMs: data.bucketMs };
    charts = rows.flatMap((row) => {
      if (row.kind === 'rate') return [{ row, plot: rateChart(host, row, row.workload, options) }];
      if (row.kind !== 'latency') return [];
      return [{ row, plot: latencyChart(host, row, row.workload, options) }];
    });
    sheet.width = Math.round(host.clientWidth * devicePixelRatio);
    sheet.height = Math.round(height * devicePixelRatio);
    draw();
    // uPlot sets its scales later in this turn.
    if (isHeld) requestAnimationFrame(() => pointAt(cursorMs));
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
    draw();
    if (isHeld && cursorMs >= frame.view.min && cursorMs <= frame.view.max) pointAt(cursorMs);
    else release();
    tell();
  }

  /** @param {number} factor @param {number} ms  what stays in its place */
  function zoomBy(factor, ms) {
    const { min, max } = frame.view;
    zoom(ms - (ms - min) * factor, ms + (max - ms) * factor);
  }

  /** @param {number} px */
  function pan(px) {
    const { min, max } = frame.view;
    const by = (px / frame.width) * (max - min);
    zoom(min + by, max + by);
  }

  /** @param {string | undefined} name */
  function select(name) {
    service = data.workloads.some((workload) => workload.name === name) ? name : undefined;
    build();
    tell();
  }

  /** Reads a moment where no pointer says of what. @param {number} ms */
  function pointAt(ms) {
    cursorMs = Math.max(frame.view.min, Math.min(frame.view.max, ms));
    const workload =
      data.workloads.find(({ name }) => name === service) ??
      (data.workloads.length === 1 ? data.workloads[0] : undefined);
    const msPerPx = (frame.view.max - frame.view.min) / frame.width;
    const operation = workload && nearestOperation(workload, cursorMs, { msPerPx });
    cursor.read({ frame, charts }, cursorMs, { workload, operation });
    cursor.moveTo(8);
  }

  /** @param {number} x @param {number} y */
  function pointAtPlace(x, y) {
    if (isHeld) return;
    cursorMs = Math.max(frame.view.min, Math.min(frame.view.max, timeAt(frame, x)));
    const focus = focusAt(frame, charts, rowAt(rows, y), { x, y });
    cursor.read({ frame, charts }, cursorMs, focus);
    cursor.moveTo(y - 20);
  }

  function hold() {
    isHeld = !isHeld && !cursor.isHidden();
    host.classList.toggle('held', isHeld);
    tell();
  }

  function release() {
    isHeld = false;
    host.classList.remove('held');
    cursor.hide();
  }

  function tell() {
    const isFirst = frame.view.min === first && frame.view.max === last;
    moved({
      from: isFirst ? undefined : frame.view.min,
      to: isFirst ? undefined : frame.view.max,
      at: isHeld ? cursorMs : undefined,
      service,
    });
  }

  /** @param {1 | -1} direction */
  function jump(direction) {
    const shown = data.workloads.filter(({ name }) => service === undefined || name === service);
    const ms = nextBad(shown, cursorMs, direction);
    if (ms === undefined) return;
    const half = (frame.view.max - frame.view.min) / 2;
    if (ms < frame.view.min || ms > frame.view.max) zoom(ms - half, ms + half);
    pointAt(ms);
  }

  /** Shows what an address names. @param {Place} place */
  function goTo({ from, to, at, service: name }) {
    release();
    if (name !== service) select(name);
    if (from !== undefined && to !== undefined && to > from) zoom(from, to);
    else zoom(first, last);
    if (at === undefined) return;
    if (at < frame.view.min || at > frame.view.max) zoom(at - 5e3, at + 5e3);
    pointAt(at);
    hold();
    requestAnimationFrame(() => {
      if (isHeld) pointAt(cursorMs);
    });
  }

  followPointer(host, selection, {
    timeAt: (x) => timeAt(frame, x),
    point: pointAtPlace,
    hold,
    leave: () => {
      if (!isHeld) release();
    },
    zoom,
    zoomBy,
    pan,
    reset: () => zoom(whole.min, whole.max),
  });
  followKeys(host, data.bucketMs, {
    at: () => cursorMs,
    view: () => frame.view,
    point: pointAt,
    zoomBy,
    reset: () => zoom(whole.min, whole.max),
    pan,
    hold,
    release: () => {
      release();
      tell();
    },
    jump,
  });
  host.setAttribute('aria-valuemin', '0');
  host.setAttribute('aria-valuemax', String(Math.round(whole.max)));
  release();
  selection.hidden = true;
  build();
  let builtFor = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth === builtFor) return;
    builtFor = host.clientWidth;
    build();
  }).observe(host);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', build);
  return { zoom, rebuild: build, whole, select, goTo };
}

/** @param {number} width @param {TimelineData} data @param {CanvasRenderingContext2D | null} context */
function gutterOf(width, data, context) {
  if (context === null) return GUTTER_PX.least;
  context.font = small;
  const names = ['redundancy', ...data.power.map(({ machine }) => machine)];
  const widest = Math.max(...names.map((name) => context.measureText(name).width));
  return Math.round(
    Math.min(Math.max(GUTTER_PX.least, widest + GUTTER_PX.gap), width * GUTTER_SHARE),
  );
}
