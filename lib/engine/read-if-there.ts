import { readFileSync } from 'node:fs';

/** A file of /proc; undefined where there is none: no such process, or another operating system. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
