import { durationText } from './scale.js';

/**
 * Single operations: which one is meant, and how it reads.
 *
 * @typedef {import('./rows.js').Workload} Workload
 * @typedef {{ due: number, id: number, lane: number, f: string, outcome: string,
 *   tookMs: number | undefined, machine: string | undefined, error: string | undefined,
 *   value: string }} Operation
 */

const outcomeNames = ['ok', 'failed for certain', 'of unknown fate', 'never answered'];

/** Operations due within this much of a moment are what it may mean. */
const REACH_PX = 24;

/** @param {Workload} workload @param {number} index @returns {Operation | undefined} */
export function operationAt({ operations: { rows, words } }, index) {
  const row = rows[index];
  if (row === undefined) return undefined;
  const [due, id, lane, f, outcome, tookMs, machine, error, value] = row;
  return {
    due,
    id,
    lane,
    f: words[f] ?? '',
    outcome: outcomeNames[outcome] ?? '',
    tookMs: tookMs < 0 ? undefined : tookMs,
    machine: words[machine],
    error: words[error],
    value,
  };
}

/**
 * The operation nearest to a point, as far as there is one in reach.
 *
 * @param {Workload} workload @param {number} ms
 * @param {{ msPerPx: number, distance?: (due: number, tookMs: number) => number }} options
 *   a distance in px, where a point has a height as well
 */
export function nearestOperation(workload, ms, { msPerPx, distance }) {
  const { rows } = workload.operations;
  const from = firstDue(rows, ms - REACH_PX * msPerPx);
  const to = firstDue(rows, ms + REACH_PX * msPerPx);
  const apart = distance ?? ((/** @type {number} */ due) => Math.abs(due - ms) / msPerPx);
  let nearest = -1;
  let least = Infinity;
  for (let i = from; i < to; i += 1) {
    const [due = 0, , , , , tookMs = -1] = rows[i] ?? [];
    const here = apart(due, tookMs);
    if (here < least) [nearest, least] = [i, here];
  }
  return operationAt(workload, nearest);
}

/**
 * The next operation after a moment that was not ok, or the last one before it.
 *
 * @param {readonly Workload[]} workloads @param {number} ms @param {1 | -1} direction
 */
export function nextBad(workloads, ms, direction) {
  const found = workloads.flatMap(({ operations: { rows } }) => {
    const isWanted = (/** @type {typeof rows[number]} */ [due, , , , outcome]) =>
      outcome > 0 && (due - ms) * direction > 0.05;
    const row = direction > 0 ? rows.find(isWanted) : rows.findLast(isWanted);
    return row === undefined ? [] : [row[0]];
  });
  if (found.length === 0) return undefined;
  return direction > 0 ? Math.min(...found) : Math.max(...found);
}

/** @param {Operation} operation @returns {import('./readout.js').Line[]} */
export function operationLines({ due, id, lane, f, outcome, tookMs, machine, error, value }) {
  const after = tookMs === undefined ? '' : ` after ${durationText(tookMs)}`;
  return [
    { name: 'operation', text: `#${id} ${f} ${value}`.trim() },
    { name: '', text: `${outcome}${after}${machine === undefined ? '' : `, by ${machine}`}` },
    { name: '', text: `due at ${(due / 1e3).toFixed(3)} s, client ${lane + 1}` },
    ...(error === undefined ? [] : [{ name: '', text: error }]),
  ];
}

/** @param {Workload['operations']['rows']} rows @param {number} ms */
function firstDue(rows, ms) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.[0] ?? Infinity) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
