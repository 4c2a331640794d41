import { operationLines } from './operations.js';
import { durationText } from './scale.js';

/**
 * What was so at one instant, in words: of that at which one points, everything.
 *
 * @typedef {import('./rows.js').TimelineData} TimelineData
 * @typedef {import('./rows.js').Workload} Workload
 * @typedef {{ name: string, text: string, look?: string }} Line
 * @typedef {{ workload?: Workload | undefined, system?: string | undefined,
 *   operation?: import('./operations.js').Operation | undefined }} Focus
 */

/** A control plane has more lanes than a tooltip has room. */
const LANES = 12;

/** @param {TimelineData} data @param {number} ms @param {Focus} focus @returns {Line[]} */
export function linesAt(data, ms, { workload, system, operation }) {
  const phase = data.phases.findLast(({ from }) => from <= ms)?.name ?? '';
  const time = [clock(data, ms), phase].filter((word) => word !== '').join(', ');
  const bucket = Math.floor(ms / data.bucketMs);
  const counted = data.workloads.flatMap((one) => workloadLines(one, bucket, one === workload));
  return [
    { name: `${(ms / 1e3).toFixed(3)} s`, text: time },
    ...sinceBlow(data, ms),
    ...(operation === undefined ? [] : operationLines(operation)),
    ...(system === undefined ? counted : []),
    ...lanesAt(data, ms, system ?? workload?.system).slice(0, LANES),
  ];
}

/** @param {TimelineData} data @param {number} ms @param {string | undefined} system */
function lanesAt({ machines, redundancy, power }, ms, system) {
  const at = (/** @type {{ from: number, to: number }} */ { from, to }) => from <= ms && ms < to;
  const isOf = (/** @type {{ system: string }} */ lane) => lane.system === system;
  const states = redundancy.length > 1 ? [...machines, ...redundancy].filter(isOf) : [];
  const lanes = redundancy.length > 1 ? states : [...machines, ...redundancy];
  const seen = lanes.flatMap((lane) => {
    const span = lane.spans.find(at);
    const name = 'machine' in lane ? lane.machine : 'redundancy';
    return span === undefined ? [] : [{ name, text: span.label, look: span.look }];
  });
  const struck = power.flatMap(({ machine, spans }) => {
    const span = spans.findLast(at);
    return span === undefined ? [] : [{ name: machine, text: span.label, look: span.look }];
  });
  return [...struck, ...seen];
}

/** @param {TimelineData} data @param {number} ms */
function sinceBlow({ blows }, ms) {
  const last = blows.findLast(({ from }) => from !== undefined && from <= ms);
  if (last?.from === undefined) return [];
  return [{ name: `blow ${last.number}`, text: `+${((ms - last.from) / 1e3).toFixed(3)} s` }];
}

/** @param {Workload} workload @param {number} i @param {boolean} isFocus @returns {Line[]} */
function workloadLines({ name, lanes, ok, info, fail, p50, p99, max, bad }, i, isFocus) {
  const counts = `${ok[i] ?? 0} ok, ${info[i] ?? 0} unknown, ${fail[i] ?? 0} failed`;
  const isIdle = !ok[i] && !info[i] && !fail[i];
  if (isIdle || !isFocus) return [{ name, text: isIdle ? 'no operation due' : counts }];
  const away = bad.filter(([, from, to]) => from <= i && i < to).length;
  const duration = (/** @type {number | null | undefined} */ ms) =>
    ms == null ? '–' : durationText(ms);
  return [
    { name, text: counts },
    {
      name: 'latency',
      text: `p50 ${duration(p50[i])}, p99 ${duration(p99[i])}, max ${duration(max[i])}`,
    },
    {
      name: 'clients',
      text: away === 0 ? `all ${lanes} served` : `${away} of ${lanes} not served in time`,
    },
  ];
}

/** @param {TimelineData} data @param {number} ms */
function clock({ startedAt }, ms) {
  const start = Date.parse(startedAt);
  return Number.isNaN(start) ? '' : `${new Date(start + ms).toISOString().slice(11, 23)} UTC`;
}

/** @param {HTMLElement} tooltip @param {readonly Line[]} lines */
export function showLines(tooltip, lines) {
  const rows = lines.map(({ name, text, look }) => {
    const row = document.createElement('div');
    const term = document.createElement('b');
    const words = document.createElement('span');
    term.textContent = name;
    words.textContent = text;
    if (look !== undefined) words.className = `look ${look}`;
    row.append(term, words);
    return row;
  });
  tooltip.replaceChildren(...rows);
}
