import { styleText } from 'node:util';
import stringWidth from 'string-width';

/** How a piece of text looks where there are colours; never all that tells it from another. */
export type Look = 'plain' | 'strong' | 'dim' | 'good' | 'attention' | 'bad';

export interface Span {
  readonly text: string;
  readonly look: Look;
}

/** One line on a terminal, without its end. */
export type Line = readonly Span[];

const styles = {
  strong: ['bold'],
  dim: ['dim'],
  good: ['green'],
  attention: ['yellow'],
  bad: ['red', 'bold'],
} as const;

/** Of one column each: ASCII, and the signs of this view. To look a width up takes 30 µs, 50 times a frame. */
const narrow = /^[\x20-\x7e…–·◆◇●○✓✕▶]*$/;
const graphemes = new Intl.Segmenter();

/** A piece of a line. What would move the cursor becomes a space: products say what they like. */
export const span = (text: string, look: Look = 'plain'): Span => ({
  text: narrow.test(text) ? text : text.replace(/\p{Cc}/gu, ' '),
  look,
});

/** Columns that a text takes; quick where nothing needs to be looked up, which is nearly always. */
export const widthOf = (text: string): number =>
  narrow.test(text) ? text.length : stringWidth(text);

export const lineWidth = (line: Line): number =>
  line.reduce((sum, { text }) => sum + widthOf(text), 0);

/** As much of a line as fits, with an ellipsis where something is left out. */
export function cut(line: Line, columns: number): Line {
  if (lineWidth(line) <= columns) return line;
  let left = Math.max(0, columns - 1);
  const kept: Span[] = [];
  for (const { text, look } of line) {
    const width = widthOf(text);
    if (width > left) {
      return [...kept, { text: startOf(text, left), look }, { text: '…', look: 'dim' }];
    }
    left -= width;
    kept.push({ text, look });
  }
  return kept;
}

function startOf(text: string, columns: number): string {
  if (narrow.test(text)) return text.slice(0, columns);
  let start = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += stringWidth(segment);
    if (width > columns) break;
    start += segment;
  }
  return start;
}

/** A line with another one at its right end, which stays whole. */
export function withRight(line: Line, right: Line, columns: number): Line {
  const gap = columns - lineWidth(right);
  const left = cut(line, Math.max(0, gap - 2));
  return cut([...left, span(' '.repeat(Math.max(0, gap - lineWidth(left)))), ...right], columns);
}

/** Cells side by side, each as wide as its column; a cell that is too long takes the room it needs. */
export const row = (cells: readonly Span[], widths: readonly number[]): Line =>
  cells.map(({ text, look }, index) => {
    const gap = (widths[index] ?? 0) - widthOf(text);
    return { text: text + ' '.repeat(Math.max(0, gap) + 2), look };
  });

/** A line as it is written to a terminal, without blanks at its end. */
export const paint = (line: Line, colour: 'yes' | 'no'): string =>
  withoutTail(line)
    .map(({ text, look }) =>
      colour === 'no' || look === 'plain'
        ? text
        : styleText([...styles[look]], text, { validateStream: false }),
    )
    .join('');

function withoutTail(line: Line): Line {
  const last = line.findLastIndex(({ text }) => text.trimEnd() !== '');
  return line
    .slice(0, last + 1)
    .map((one, place) => (place === last ? { ...one, text: one.text.trimEnd() } : one));
}
