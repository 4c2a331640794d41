import { CHART_PADDING_PX } from './charts.js';
import { durationText, xOf } from './scale.js';
import { small, widthOf, write } from './write.js';

/**
 * What runs across the rows: the blows, and what was away meanwhile.
 *
 * @typedef {import('./write.js').Pen} Pen
 * @typedef {import('./rows.js').Row} Row
 * @typedef {{ row: Row, plot: import('uplot') }} Chart
 */

/** Closer to its blow than this, a healing needs no line of its own. */
const APART_PX = 6;

/** @param {Pen} pen @param {readonly Row[]} rows */
export function drawBlowLines({ context, palette, frame, data }, rows) {
  const top = rows.find(({ kind }) => kind === 'blows')?.y ?? 0;
  const bottom = (rows.at(-1)?.y ?? 0) + 4;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  for (const { from, to } of data.blows) {
    drawLine(from, []);
    const isApart = xOf(frame, to ?? 0) - xOf(frame, from ?? 0) > APART_PX;
    if (isApart) drawLine(to, [3, 3]);
  }

  /** @param {number | undefined} ms @param {number[]} dash */
  function drawLine(ms, dash) {
    if (ms === undefined || ms < frame.view.min || ms > frame.view.max) return;
    const x = Math.round(xOf(frame, ms)) + 0.5;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x, top + 1);
    context.lineTo(x, bottom);
    context.stroke();
    context.setLineDash([]);
  }
}

/** Shades a workload's charts from the blow to the recovery. @param {Pen} pen @param {Row} row */
export function drawAwayShade({ context, palette, frame, data }, row) {
  if (row.kind !== 'rate' && row.kind !== 'latency') return;
  context.fillStyle = palette.away;
  for (const { from, to } of row.workload.away) {
    const left = Math.max(frame.left, xOf(frame, from));
    const right = Math.min(frame.left + frame.width, xOf(frame, to ?? data.endMs));
    if (right > left) {
      context.fillRect(
        left,
        row.y + CHART_PADDING_PX,
        right - left,
        row.height - 2 * CHART_PADDING_PX,
      );
    }
  }
}

/** The deadline, above which an answer is too late. @param {Pen} pen @param {Chart} chart */
export function drawDeadline(pen, { row, plot }) {
  if (row.kind !== 'latency') return;
  const { context, palette, frame } = pen;
  const y =
    row.y + CHART_PADDING_PX + Math.round(plot.valToPos(row.workload.deadlineMs, 'y')) + 0.5;
  context.strokeStyle = palette.soft;
  context.lineWidth = 1;
  context.setLineDash([6, 4]);
  context.beginPath();
  context.moveTo(frame.left, y);
  context.lineTo(frame.left + frame.width, y);
  context.stroke();
  context.setLineDash([]);
  const text = `deadline ${durationText(row.workload.deadlineMs)}`;
  const x = frame.left + frame.width - widthOf(pen, text, small) - 4;
  write(pen, text, { x, y: y + 9, colour: palette.soft, halo: palette.paper });
}
