import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:tty';

/** A terminal that is written to behind the writer's back. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Whether all that was written has been taken, so that more may come. */
  isIdle(): boolean;
  write(text: string): void;
  /** When all that was written has been taken. */
  flushed(): Promise<void>;
}

/**
 * The screen of a terminal. Node writes to terminals synchronously: one that is stopped (Ctrl-S), or at
 * the end of a slow line, would hold this thread up, which measures. So another thread waits for it.
 */
export function screenOf(terminal: WriteStream & { readonly fd: number }): Screen {
  const paper = createWriteStream('', { fd: terminal.fd, autoClose: false });
  let isGone = false;
  // Who has hung up sees nothing any more: no reason to lose the run.
  paper.on('error', () => {
    isGone = true;
  });
  return {
    get columns() {
      return terminal.columns;
    },
    get rows() {
      return terminal.rows;
    },
    isIdle: () => !isGone && paper.writableLength === 0,
    write: (text) => {
      if (!isGone) paper.write(text);
    },
    flushed: () =>
      new Promise((resolve) => {
        if (isGone) resolve();
        else paper.write('', () => resolve());
      }),
  };
}
