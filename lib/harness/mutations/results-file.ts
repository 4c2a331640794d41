import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { type MutationResult, mutationResultSchema } from '../../gate/mutation-result.ts';

/** What was measured so far: a line a gate, in their order. None where there is no such file yet. */
export function readResults(path: string): readonly MutationResult[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const checked = mutationResultSchema.safeParse(dataOf(line));
    if (checked.success) return [checked.data];
    // The last line of a process that was killed.
    if (index === lines.length - 1) return [];
    throw new UsageError(`${path} line ${index + 1}: expected the result of a mutation`, {
      hint: 'Name another file with --results, or take that line out.',
    });
  });
}

/** Adds one, so that what follows may be done another day. */
export function addResult(path: string, result: MutationResult): void {
  mkdirSync(dirname(path), { recursive: true });
  dropTornLine(path);
  appendFileSync(path, `${JSON.stringify(result)}\n`);
}

/** What comes next would otherwise be part of it. */
function dropTornLine(path: string): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path, 'utf8');
  if (!text.endsWith('\n'))
    truncateSync(path, Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)));
}

function dataOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
