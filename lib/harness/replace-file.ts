import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

/** Writes a file in one step: whoever reads it, whatever dies, has all of the old or all of the new. */
export function replaceFile(path: string, text: string): void {
  const made = `${path}.${process.pid}-${threadId}`;
  try {
    writeFileSync(made, text);
    renameSync(made, path);
  } finally {
    rmSync(made, { force: true });
  }
}
