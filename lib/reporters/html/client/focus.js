import { nearestOperation } from './operations.js';
import { timeAt, xOf } from './scale.js';

/**
 * What one points at.
 *
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('./rows.js').TimelineData} TimelineData
 * @typedef {import('./readout.js').Focus} Focus
 */

/** The row below the pointer. @param {readonly Row[]} rows @param {number} y */
export const rowAt = (rows, y) => rows.find((row) => row.y <= y && y < row.y + row.height);

/**
 * A workload's row means the operation that is nearest; a machine's lane its system.
 *
 * @param {import('./scale.js').Frame} frame @param {readonly import('./marks.js').Chart[]} charts
 * @param {Row | undefined} row @param {{ x: number, y: number }} point @returns {Focus}
 */
export function focusAt(frame, charts, row, { x, y }) {
  if (row?.workload === undefined) return { system: row?.system };
  const { workload } = row;
  const msPerPx = (frame.view.max - frame.view.min) / frame.width;
  const plot = charts.find((chart) => chart.row === row)?.plot;
  const distance =
    row.kind !== 'latency' || plot === undefined
      ? undefined
      : (/** @type {number} */ due, /** @type {number} */ tookMs) =>
          Math.hypot(xOf(frame, due) - x, tookMs < 0 ? 0 : heightOf(row, plot, tookMs) - y);
  const ms = timeAt(frame, x);
  const options = distance === undefined ? { msPerPx } : { msPerPx, distance };
  return { workload, operation: nearestOperation(workload, ms, options) };
}

/** Where on the sheet a latency lies. @param {Row} row @param {import('uplot')} plot @param {number} tookMs */
export function heightOf(row, plot, tookMs) {
  const { min = tookMs, max = tookMs } = plot.scales['y'] ?? {};
  return (
    row.y +
    plot.bbox.top / devicePixelRatio +
    plot.valToPos(Math.max(min, Math.min(max, tookMs)), 'y')
  );
}
