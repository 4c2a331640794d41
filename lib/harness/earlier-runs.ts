import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHistoryFile } from '../run/history-file.ts';

/** What runs here took before. */
export interface EarlierRuns {
  /** How many complete runs of this very scenario there are, and what they took. */
  readonly same: { readonly runs: number; readonly medianMs: number } | undefined;
  /** What forming this topology, and reading every node in the end, took. */
  readonly around:
    | { readonly runs: number; readonly formMs: number; readonly finalMs: number }
    | undefined;
}

/** More than these say no more, and take longer to read. */
const ENOUGH = 3;

/** Looks through the folders of runs; those that were not complete, or are damaged, say nothing. */
export async function earlierRuns(
  reports: string,
  { scenario, topology }: { readonly scenario: string; readonly topology: string },
): Promise<EarlierRuns> {
  const runs = foldersOf(reports)
    .flatMap((folder) => resultsIn(folder))
    .filter((run) => run.topology === topology);
  const same = runs.filter((run) => run.scenario === scenario);
  const around: { formMs: number; finalMs: number }[] = [];
  for (const { folder } of runs.slice(-ENOUGH)) around.push(...(await ends(folder)));
  return {
    same:
      same.length === 0
        ? undefined
        : { runs: same.length, medianMs: median(same.map(({ durationMs }) => durationMs)) },
    around:
      around.length === 0
        ? undefined
        : {
            runs: around.length,
            formMs: median(around.map(({ formMs }) => formMs)),
            finalMs: median(around.map(({ finalMs }) => finalMs)),
          },
  };
}

interface Run {
  readonly folder: string;
  readonly scenario: string;
  readonly topology: string;
  readonly durationMs: number;
}

/** By name, which begins with the time; `latest` is one of the others. */
const foldersOf = (reports: string): readonly string[] =>
  existsSync(reports)
    ? readdirSync(reports, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(reports, name))
        .toSorted()
    : [];

function resultsIn(folder: string): readonly Run[] {
  const path = join(folder, 'results.json');
  if (!existsSync(path)) return [];
  const found = parsed(readFileSync(path, 'utf8'));
  const { scenario, durationMs, verdict, topology } = found;
  const isComplete = verdict === 'pass' || verdict === 'fail' || verdict === 'unknown';
  const name =
    typeof topology === 'object' && topology !== null && 'name' in topology
      ? topology.name
      : undefined;
  if (!isComplete || typeof scenario !== 'string' || typeof durationMs !== 'number') return [];
  return typeof name === 'string' ? [{ folder, scenario, topology: name, durationMs }] : [];
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** The first and the last phase of a run. */
async function ends(folder: string): Promise<readonly { formMs: number; finalMs: number }[]> {
  const path = join(folder, 'history.jsonl');
  if (!existsSync(path)) return [];
  const history = await readHistoryFile(path).catch(() => undefined);
  if (history === undefined) return [];
  const { events } = history;
  const begin = (phase: string) => events.of('phase').find((one) => one.phase === phase)?.t;
  const [form, steady, final, end] = [
    begin('form'),
    begin('steady'),
    begin('final'),
    events.of('end').at(-1)?.t,
  ];
  if (form === undefined || steady === undefined || final === undefined || end === undefined)
    return [];
  return [{ formMs: steady - form, finalMs: end - final }];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
