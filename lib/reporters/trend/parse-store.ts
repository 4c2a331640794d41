import { type StoredRun, storedRunSchema } from './stored-run.ts';

/** What a store holds, in the order in which the runs began. */
export interface ParsedStore {
  readonly runs: readonly StoredRun[];
  /** What of it could not be read, a sentence each. */
  readonly damage: readonly string[];
}

/**
 * Reads the lines of a store. A line that is not whole, as a crash leaves it, is told and passed over;
 * of several lines about one run the last counts.
 */
export function parseStore(text: string): ParsedStore {
  const lines = text.split('\n');
  const read = lines.flatMap((line, index) => (line === '' ? [] : [readLine(line, index + 1)]));
  const runs = read.filter((line) => typeof line !== 'string');
  const byFolder = new Map(runs.map((run) => [run.folder, run]));
  return {
    runs: [...byFolder.values()].toSorted(byStart),
    damage: read.filter((line) => typeof line === 'string'),
  };
}

function readLine(line: string, number: number): StoredRun | string {
  try {
    const { success, data, error } = storedRunSchema.safeParse(JSON.parse(line));
    if (success) return data;
    const [issue] = error.issues;
    return `line ${number} is no run: ${issue?.path.join('.')}: ${issue?.message}`;
  } catch {
    return `line ${number} is not whole`;
  }
}

/** By time, and where two began in the same millisecond by name: always the same order. */
function byStart(one: StoredRun, other: StoredRun): number {
  const [a, b] = [one, other].map((run) => `${run.results.startedAt} ${run.folder}`);
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
