import xterm from '@xterm/headless';
import type { Screen } from './screen.ts';

/** A terminal as people have one, for tests: it breaks lines anew when its size changes. */
export interface EmulatedScreen extends Screen {
  /** What is to be read on it, scrolled out of sight or not, without empty lines at the end. */
  text(): Promise<readonly string[]>;
  cursorIsVisible(): boolean;
  resize(columns: number, rows: number): Promise<void>;
  /** As after Ctrl-S: it takes nothing more. */
  stop(): void;
  /** Every text that was written. */
  readonly written: readonly string[];
}

const ESC = '\u001B[';

/** An empty one. */
export function emulatedScreen(columns: number, rows: number): EmulatedScreen {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  // The line discipline of a terminal adds the return to a line feed; nobody is between here.
  terminal.options.convertEol = true;
  const written: string[] = [];
  let isIdle = true;
  let isCursorVisible = true;
  const taken = () => new Promise<void>((resolve) => terminal.write('', resolve));
  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    written,
    isIdle: () => isIdle,
    write: (text) => {
      written.push(text);
      terminal.write(text);
      const [shown, hidden] = [text.lastIndexOf(`${ESC}?25h`), text.lastIndexOf(`${ESC}?25l`)];
      if (shown !== hidden) isCursorVisible = shown > hidden;
    },
    flushed: taken,
    // Within the callback, what is written later has not been taken yet.
    text: () => new Promise((resolve) => terminal.write('', () => resolve(textOf(terminal)))),
    cursorIsVisible: () => isCursorVisible,
    resize: async (newColumns, newRows) => {
      await taken();
      terminal.resize(newColumns, newRows);
    },
    stop: () => {
      isIdle = false;
    },
  };
}

function textOf({ buffer: { active } }: xterm.Terminal): readonly string[] {
  const lines = Array.from({ length: active.length }, (_, row) =>
    (active.getLine(row)?.translateToString(true) ?? '').trimEnd(),
  );
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}
