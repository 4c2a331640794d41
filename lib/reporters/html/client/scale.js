/**
 * The time axis that all rows share: which part of the run is seen, and where it lies.
 *
 * @typedef {object} View
 * @property {number} min ms since the run began
 * @property {number} max ms since the run began
 *
 * @typedef {object} Frame
 * @property {View} view
 * @property {number} left px where the drawn area begins
 * @property {number} width px of the drawn area
 */

/** @param {Frame} frame @param {number} ms */
export function xOf({ view, left, width }, ms) {
  return left + ((ms - view.min) / (view.max - view.min)) * width;
}

/** @param {Frame} frame @param {number} x */
export function timeAt({ view, left, width }, x) {
  return view.min + ((x - left) / width) * (view.max - view.min);
}

const steps = [10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 18e5];
const TICK_PX = 56;

/** Round times to label, in ms. @param {Frame} frame */
export function ticksOf({ view, width }) {
  const wanted = ((view.max - view.min) * TICK_PX) / width;
  const step = steps.find((ms) => ms >= wanted) ?? 36e5 * Math.ceil(wanted / 36e5);
  const ticks = [];
  for (let t = Math.ceil(view.min / step) * step; t <= view.max; t += step) ticks.push(t);
  return { step, ticks };
}

/** `12.5 s`, and where the axis passes ten minutes `12:30`. @param {Frame} frame @param {number} ms */
export function tickText(frame, ms) {
  const { step } = ticksOf(frame);
  if (frame.view.max < 6e5) return `${(ms / 1e3).toFixed(step < 100 ? 2 : step < 1e3 ? 1 : 0)} s`;
  const total = Math.floor(ms / 1e3);
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(total % 60)}`;
}

/** As the rest of the page writes durations. @param {number} ms */
export function durationText(ms) {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1e3) return `${Math.round(ms)} ms`;
  return ms < 1e5 ? `${(ms / 1e3).toFixed(2)} s` : `${Math.round(ms / 1e3)} s`;
}
