import { durationText } from './scale.js';

/**
 * Everything that was so at one instant, in words.
 *
 * @typedef {import('./rows.js').TimelineData} TimelineData
 * @typedef {{ name: string, text: string, look?: string }} Line
 */

/** A control plane has more lanes than a tooltip has room. */
const LANES = 12;

/** @param {TimelineData} data @param {number} ms @returns {Line[]} */
export function linesAt(data, ms) {
  const phase = data.phases.findLast(({ from }) => from <= ms)?.name ?? '';
  const at = (/** @type {{ from: number, to: number }} */ { from, to }) => from <= ms && ms < to;
  const lanes = [...data.machines, ...data.redundancy].flatMap((lane) => {
    const span = lane.spans.find(at);
    const name = 'machine' in lane ? lane.machine : 'redundancy';
    const system = data.redundancy.length > 1 ? `${lane.system}: ` : '';
    return span === undefined ? [] : [{ name, text: `${system}${span.label}`, look: span.look }];
  });
  return [
    {
      name: `${(ms / 1e3).toFixed(2)} s`,
      text: [clock(data, ms), phase].filter((word) => word !== '').join(', '),
    },
    ...sinceBlow(data, ms),
    ...data.workloads.flatMap((workload) =>
      workloadLines(workload, Math.floor(ms / data.bucketMs)),
    ),
    ...lanes.slice(0, LANES),
  ];
}

/** @param {TimelineData} data @param {number} ms */
function sinceBlow({ blows }, ms) {
  const last = blows.findLast(({ from }) => from !== undefined && from <= ms);
  if (last?.from === undefined) return [];
  return [{ name: `blow ${last.index + 1}`, text: `+${((ms - last.from) / 1e3).toFixed(2)} s` }];
}

/** @param {TimelineData['workloads'][number]} workload @param {number} i @returns {Line[]} */
function workloadLines({ name, lanes, ok, info, fail, p50, p99, max, bad }, i) {
  if (!ok[i] && !info[i] && !fail[i]) return [{ name, text: 'no operation due' }];
  const away = bad.filter(([, from, to]) => from <= i && i < to).length;
  const duration = (/** @type {number | null | undefined} */ ms) =>
    ms == null ? '–' : durationText(ms);
  return [
    { name, text: `${ok[i] ?? 0} ok, ${info[i] ?? 0} unknown, ${fail[i] ?? 0} failed` },
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
  return Number.isNaN(start) ? '' : `${new Date(start + ms).toISOString().slice(11, 22)} UTC`;
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
