import { isDeepStrictEqual } from 'node:util';
import { type VerdictKind, worst } from '../../core/verdict.ts';
import { worstOf } from '../findings.ts';
import type { Drift } from './drift.ts';
import { type Steadiness, steadinessOf } from './flakiness.ts';
import type { Series } from './series.ts';
import { setupOf } from './setup.ts';
import type { StoredFinding, StoredResults, StoredRun } from './stored-run.ts';
import { systemOf } from './system-of.ts';

/** A series with whether it drifts. */
export interface WatchedSeries extends Series {
  readonly drift: Drift | undefined;
}

/** What a scenario came to for one system; without a system, the verdict of whole runs. */
export interface Cell {
  readonly system: string | undefined;
  /** The worst of the runs that it stands for; undefined where nothing was expected of the system. */
  readonly kind: VerdictKind | undefined;
  /** How many of the runs ended so, and of how many. */
  readonly runs: number;
  readonly of: number;
  /** The worst time until all its clients were served again. */
  readonly reading: StoredFinding | undefined;
  readonly isDoubtful: boolean;
  /** Over the last runs of the newest one's set-up. */
  readonly steadiness: Steadiness;
  readonly drifting: readonly WatchedSeries[];
}

export interface CellSources {
  /** All runs of the scenario, oldest first. */
  readonly runs: readonly StoredRun[];
  /** Those that the cell stands for. */
  readonly shown: readonly StoredRun[];
  readonly series: readonly WatchedSeries[];
}

/** One cell of the matrix. */
export function cellOf(system: string | undefined, { runs, shown, series }: CellSources): Cell {
  const kinds = shown.flatMap(({ results }) => verdictIn(results, system) ?? []);
  const kind = kinds.length === 0 ? undefined : worst(kinds);
  return {
    system,
    kind,
    runs: kinds.filter((one) => one === kind).length,
    of: kinds.length,
    reading: system === undefined ? undefined : readingOf(shown, system),
    isDoubtful: shown.some(({ results }) => results.doubts.length > 0),
    steadiness: steadinessOf(
      sameSetup(runs).flatMap(({ results }) => verdictIn(results, system) ?? []),
    ),
    drifting: series.filter(
      (one) => one.drift !== undefined && (system === undefined || one.system === system),
    ),
  };
}

/** The verdict of a run, or of what was expected of one system in it. */
function verdictIn(results: StoredResults, system: string | undefined): VerdictKind | undefined {
  const { verdict, expectations } = results;
  if (system === undefined || verdict === 'skipped' || verdict === 'error') return verdict;
  const own = expectations.filter(({ finding }) => systemOf(results, finding.subject) === system);
  return own.length === 0 ? undefined : worst(own.map((one) => one.verdict));
}

function readingOf(shown: readonly StoredRun[], system: string): StoredFinding | undefined {
  const whole = shown.filter(({ results: { verdict } }) => !['skipped', 'error'].includes(verdict));
  const findings = whole.flatMap(({ results }) =>
    results.measurements.filter(
      ({ measure, subject }) => measure === 'rto.all' && systemOf(results, subject) === system,
    ),
  );
  return worstOf<StoredFinding>(findings);
}

function sameSetup(runs: readonly StoredRun[]): readonly StoredRun[] {
  const newest = runs.at(-1);
  if (newest === undefined) return [];
  const setup = setupOf(newest);
  return runs.filter((run) => isDeepStrictEqual(setupOf(run), setup));
}
