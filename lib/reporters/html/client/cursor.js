import { heightOf } from './focus.js';
import { linesAt, showLines } from './readout.js';
import { xOf } from './scale.js';

/**
 * The line at a moment, the ring round an operation, and the words beside them.
 *
 * @typedef {import('./readout.js').Focus} Focus
 * @typedef {{ frame: import('./scale.js').Frame, charts: readonly import('./marks.js').Chart[] }} Drawn
 */

/** @param {HTMLElement} host @param {import('./rows.js').TimelineData} data */
export function makeCursor(host, data) {
  const line = element('cursor');
  const ring = element('spot');
  const tooltip = element('tooltip');
  host.append(line, ring, tooltip);

  /** Shows what was so at a moment, and says it. @param {Drawn} drawn @param {number} ms @param {Focus} focus */
  function read({ frame, charts }, ms, focus) {
    const x = xOf(frame, ms);
    const lines = linesAt(data, ms, focus);
    showLines(tooltip, lines);
    line.style.transform = `translateX(${x}px)`;
    line.hidden = false;
    tooltip.hidden = false;
    const room = host.clientWidth - tooltip.offsetWidth;
    const beside = x + 14 < room ? x + 14 : x - 14 - tooltip.offsetWidth;
    tooltip.style.left = `${Math.max(0, Math.min(room, beside))}px`;
    showRing({ frame, charts }, focus);
    host.setAttribute('aria-valuenow', String(Math.round(ms)));
    host.setAttribute(
      'aria-valuetext',
      lines.map(({ name, text }) => (name === '' ? text : `${name}: ${text}`)).join('; '),
    );
  }

  /**
   * Rings the operation that is read, where the chart shows it: latency is that of what was ok.
   *
   * @param {Drawn} drawn @param {Focus} focus
   */
  function showRing({ frame, charts }, { workload, operation }) {
    ring.hidden = true;
    const chart = charts.find(({ row }) => row.kind === 'latency' && row.workload === workload);
    if (chart === undefined || operation?.tookMs === undefined || operation.outcome !== 'ok')
      return;
    const x = xOf(frame, operation.due);
    if (x < frame.left || x > frame.left + frame.width) return;
    ring.hidden = false;
    const y = heightOf(chart.row, chart.plot, operation.tookMs);
    ring.style.transform = `translate(${x}px, ${y}px)`;
  }

  return {
    read,
    /** Puts the words at this height, as far as they fit. @param {number} y */
    moveTo: (y) => {
      const lowest = host.clientHeight - tooltip.offsetHeight - 8;
      tooltip.style.top = `${Math.max(0, Math.min(y, lowest))}px`;
    },
    hide: () => {
      for (const each of [line, ring, tooltip]) each.hidden = true;
    },
    isHidden: () => line.hidden,
  };
}

/** @param {string} name */
export function element(name) {
  const made = document.createElement('div');
  made.className = name;
  return made;
}
