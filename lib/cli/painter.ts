import stringWidth from 'string-width';
import type { Screen } from './screen.ts';

/** Keeps some lines on a screen up to date, in place. */
export interface Painter {
  /** None may be wider than the screen, nor may they be as many as it has rows. */
  paint(lines: readonly string[]): void;
  /** Leaves the screen as if nothing had been painted. */
  clear(): void;
}

const ESC = '\u001B[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/** What comes between these two a terminal shows at once, if it knows them. */
const BEGIN_FRAME = `${ESC}?2026h`;
const END_FRAME = `${ESC}?2026l`;
const ERASE_REST_OF_LINE = `${ESC}K`;
const ERASE_BELOW = `${ESC}J`;

/**
 * Nothing is painted yet. The cursor stays below what is painted, so that what others write comes after
 * it. A line is written over the one before and nothing is erased that will be there again: so it does
 * not flicker on terminals that show what comes as it comes.
 */
export function painter(screen: Screen): Painter {
  let painted: readonly string[] = [];
  let columns = screen.columns;
  let rows = screen.rows;

  const toTop = (): string => {
    // Terminals break lines that have become too long; from below, one can't see that they did.
    const rowsOf = (line: string) => Math.max(1, Math.ceil(stringWidth(line) / screen.columns));
    const taken =
      screen.columns < columns
        ? painted.reduce((sum, line) => sum + rowsOf(line), 0)
        : painted.length;
    const up = Math.min(taken, screen.rows - 1);
    return up > 0 ? `\r${ESC}${up}A` : '\r';
  };
  return {
    paint: (lines) => {
      // A screen of another size may have moved what is on it: nothing is where it was.
      const hasMoved = screen.columns !== columns || screen.rows !== rows;
      const before = hasMoved ? [] : painted;
      const written = lines.map((line, place) =>
        line === before[place] ? '\n' : `${line}${ERASE_REST_OF_LINE}\r\n`,
      );
      const top = hasMoved ? `${toTop()}${ERASE_BELOW}` : toTop();
      screen.write([BEGIN_FRAME, HIDE_CURSOR, top, ...written, ERASE_BELOW, END_FRAME].join(''));
      painted = lines;
      ({ columns, rows } = screen);
    },
    clear: () => {
      screen.write([toTop(), ERASE_BELOW, SHOW_CURSOR].join(''));
      painted = [];
    },
  };
}
