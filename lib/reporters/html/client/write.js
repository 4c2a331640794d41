import { xOf } from './scale.js';

/**
 * Words and boxes on the sheet.
 *
 * @typedef {object} Pen
 * @property {CanvasRenderingContext2D} context
 * @property {import('./palette.js').Palette} palette
 * @property {import('./scale.js').Frame} frame
 * @property {import('./rows.js').TimelineData} data
 */

export const small = '11px system-ui, sans-serif';
export const strong = '600 12px system-ui, sans-serif';

/** The part of a stretch that is seen, at least a pixel wide. @param {import('./scale.js').Frame} frame @param {number} from @param {number} to */
export function boxOf(frame, from, to) {
  const { left, width, view } = frame;
  if (to < view.min || from > view.max) return { x: left, width: 0 };
  const x = Math.max(left, xOf(frame, from));
  return { x, width: Math.max(1, Math.min(left + width, xOf(frame, to)) - x) };
}

/** @param {Pen} pen @param {string} text @param {string} font */
export function widthOf({ context }, text, font) {
  context.font = font;
  return context.measureText(text).width;
}

/**
 * Writes what fits, and an ellipsis for the rest; nothing where not even that would help.
 *
 * @param {Pen} pen @param {string} text
 * @param {{ x: number, y: number, room?: number, font?: string, colour?: string,
 *   halo?: string }} options  a halo keeps the words readable on what lies below
 */
export function write(
  pen,
  text,
  { x, y, room = Infinity, font = small, colour = pen.palette.ink, halo },
) {
  let shown = text;
  while (shown.length > 2 && widthOf(pen, `${shown}…`, font) > room) shown = shown.slice(0, -1);
  const fits = widthOf(pen, text, font) <= room;
  if (!fits && (shown.length <= 2 || room < 20)) return;
  const words = fits ? text : `${shown}…`;
  pen.context.textBaseline = 'middle';
  if (halo !== undefined) {
    pen.context.strokeStyle = halo;
    pen.context.lineJoin = 'round';
    pen.context.lineWidth = 5;
    pen.context.strokeText(words, x, y);
  }
  pen.context.fillStyle = colour;
  pen.context.fillText(words, x, y);
}
