import { readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { monotonicClock } from '../core/clock.ts';

/** Which runs keep their folder: the newest so many, or those that began since. */
export type Keep = { readonly newest: number } | { readonly withinMs: number };

export interface PrunedFolder {
  readonly folder: string;
  readonly bytes: number;
}

export interface Pruning {
  /** Removed; only found, where nothing was to be removed. */
  readonly removed: readonly PrunedFolder[];
  /** Folders that look like a run's and stay, with the reason. */
  readonly left: readonly { readonly folder: string; readonly why: string }[];
}

export interface PruneOptions {
  readonly keep: Keep;
  /** `find` removes nothing. */
  readonly mode: 'remove' | 'find';
  /** Milliseconds since the Unix epoch. */
  readonly now?: number;
}

/**
 * Removes the folders of old runs, with history, logs and pages. Only a folder whose results.json says
 * that it is the one of that run is a run's; whatever else lies there is never touched, nor is the run
 * that `latest` points to. Lines of the store stay.
 */
export function pruneRuns(
  reports: string,
  { keep, mode, now = monotonicClock.wallTime() }: PruneOptions,
): Pruning {
  const looked = readdirSync(reports, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && LOOKS_LIKE_A_RUN.test(entry.name))
    .map(({ name: folder }) => ({ folder, startedAt: startOf(reports, folder) }));
  const runs = looked
    .flatMap(({ folder, startedAt }) => (startedAt === undefined ? [] : [{ folder, startedAt }]))
    .toSorted((one, other) => other.startedAt - one.startedAt);
  const latest = latestOf(reports);
  const old = runs.filter(({ startedAt }, index) => !isKept(keep, index, now - startedAt));
  const removed = old
    .filter(({ folder }) => folder !== latest)
    .map(({ folder }) => ({ folder, bytes: sizeOf(join(reports, folder)) }));
  if (mode === 'remove') for (const { folder } of removed) remove(join(reports, folder));
  const strange = looked.filter(({ startedAt }) => startedAt === undefined);
  return {
    removed,
    left: [
      ...strange.map(({ folder }) => ({
        folder,
        why: 'no results.json of it: still running, or it died',
      })),
      ...old
        .filter(({ folder }) => folder === latest)
        .map(({ folder }) => ({ folder, why: 'latest points to it' })),
    ],
  };
}

/** As `newRunId` makes them, with the scenario's name. */
const LOOKS_LIKE_A_RUN = /^\d{8}-\d{6}-[0-9a-z]{4}-./;

/** When the run of this folder began, ms since the Unix epoch; undefined where it is no run's. */
function startOf(reports: string, folder: string): number | undefined {
  try {
    const results = JSON.parse(readFileSync(join(reports, folder, 'results.json'), 'utf8'));
    const { format, run, scenario, startedAt } = results;
    const isOurs = format === 'blackstart-results' && `${run}-${scenario}` === folder;
    const at = Date.parse(startedAt);
    return isOurs && !Number.isNaN(at) ? at : undefined;
  } catch {
    return undefined;
  }
}

function isKept(keep: Keep, index: number, ageMs: number): boolean {
  return 'newest' in keep ? index < keep.newest : ageMs <= keep.withinMs;
}

function latestOf(reports: string): string | undefined {
  try {
    return basename(readlinkSync(join(reports, 'latest')));
  } catch {
    return undefined;
  }
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

/** Its results last: what is interrupted here is still known as a run's, and removed the next time. */
function remove(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name !== 'results.json') rmSync(join(folder, name), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}
