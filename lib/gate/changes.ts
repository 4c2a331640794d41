import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Files } from './files.ts';

/** A file that differs. */
export interface Change {
  readonly system: string;
  /** `system/name`. */
  readonly path: string;
  /** As a unified diff, as `patch -p1` takes it. */
  readonly patch: string;
}

/** What differs from the baseline, file by file, in the order of their names. */
export function changesBetween(baseline: Files, candidate: Files): readonly Change[] {
  const paths = [...new Set([...baseline.keys(), ...candidate.keys()])].toSorted();
  return paths.flatMap((path) => {
    const [before = '', after = ''] = [baseline.get(path), candidate.get(path)];
    if (before === after) return [];
    const system = path.split('/')[0] ?? '';
    const from = baseline.has(path) ? `baseline/${path}` : '/dev/null';
    return [{ system, path, patch: patchOf({ path, from, before, after }) }];
  });
}

export interface PatchOptions {
  readonly path: string;
  /** What its first line names. */
  readonly from: string;
  readonly before: string;
  readonly after: string;
}

/** Two texts as a unified diff. */
export function patchOf({ path, from, before, after }: PatchOptions): string {
  const to = `candidate/${path}`;
  const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch.trimEnd();
}
