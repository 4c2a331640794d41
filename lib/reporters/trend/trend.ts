import { type VerdictKind, worst } from '../../core/verdict.ts';
import { type Cell, cellOf, type WatchedSeries } from './cell.ts';
import { type Drifts, driftsOf } from './drift.ts';
import { rules } from './rules.ts';
import { type Series, seriesOf } from './series.ts';
import type { StoredRun } from './stored-run.ts';
import { systemsOf } from './system-of.ts';

/** A scenario over its runs. */
export interface Row {
  readonly scenario: string;
  readonly title: string;
  readonly topology: string;
  /** Oldest first. */
  readonly runs: readonly StoredRun[];
  /** Those of the night; the newest alone where there is none. */
  readonly shown: readonly StoredRun[];
  readonly isOfNight: boolean;
  /** The verdict of the run before those, where it was another one. */
  readonly was: VerdictKind | undefined;
  /** Of whole runs. */
  readonly whole: Cell;
  /** A cell a system. */
  readonly cells: readonly Cell[];
  readonly series: readonly WatchedSeries[];
}

/** What many runs show together. */
export interface Trend {
  /** Oldest first. */
  readonly runs: readonly StoredRun[];
  /** From when to when the night's runs began; undefined without any run. */
  readonly night: { readonly from: string; readonly until: string } | undefined;
  /** Columns of the matrix. */
  readonly systems: readonly string[];
  readonly rows: readonly Row[];
  /** How many tests it took to tell what drifts. */
  readonly tests: number;
}

/** What many runs show together: a pure function of what they left. */
export function trendOf(runs: readonly StoredRun[]): Trend {
  const night = nightOf(runs);
  const drafts = [...Map.groupBy(runs, ({ results }) => results.scenario).values()].map((own) => ({
    runs: own,
    series: seriesOf(own),
  }));
  const drifts = driftsOf(drafts.flatMap(({ series }) => series.map(({ trials }) => trials)));
  const watched = watching(
    drafts.flatMap(({ series }) => series),
    drifts,
  );
  const rows = drafts
    .map(({ runs: own, series }) =>
      rowOf(
        own,
        series.flatMap((one) => watched.get(one) ?? []),
        night,
      ),
    )
    .toSorted(byName);
  return {
    runs,
    night,
    systems: [...new Set(runs.flatMap(({ results }) => systemsOf(results)))].toSorted(),
    rows,
    tests: drifts.tests,
  };
}

function watching(series: readonly Series[], drifts: Drifts): ReadonlyMap<Series, WatchedSeries> {
  return new Map(series.map((one, index) => [one, { ...one, drift: drifts.found[index] }]));
}

function nightOf(runs: readonly StoredRun[]): Trend['night'] {
  const until = runs.at(-1)?.results.startedAt;
  if (until === undefined) return undefined;
  const earliest = Date.parse(until) - rules.nightMs;
  const first = runs.find(({ results }) => Date.parse(results.startedAt) >= earliest);
  return { from: first?.results.startedAt ?? until, until };
}

function rowOf(
  runs: readonly StoredRun[],
  series: readonly WatchedSeries[],
  night: Trend['night'],
): Row {
  const inNight = runs.filter(({ results }) => results.startedAt >= (night?.from ?? ''));
  const shown = inNight.length > 0 ? inNight : runs.slice(-1);
  const before = runs.at(-shown.length - 1)?.results.verdict;
  const newest = runs.at(-1)?.results;
  const sources = { runs, shown, series };
  const systems = [...new Set(runs.flatMap(({ results }) => systemsOf(results)))];
  const whole = cellOf(undefined, sources);
  return {
    scenario: newest?.scenario ?? '',
    title: newest?.title ?? '',
    topology: newest?.topology?.name ?? systems.join(', '),
    runs,
    shown,
    isOfNight: inNight.length > 0,
    was: before === whole.kind ? undefined : before,
    whole,
    cells: systems.toSorted().map((system) => cellOf(system, sources)),
    series,
  };
}

function byName(one: Row, other: Row): number {
  const [a, b] = [one, other].map(({ topology, scenario }) => `${topology}\n${scenario}`);
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

/** The verdict of all that the night's runs came to. */
export const verdictOf = ({ rows }: Trend): VerdictKind =>
  worst(rows.filter(({ isOfNight }) => isOfNight).flatMap(({ whole }) => whole.kind ?? []));

/** Whether anything in a row is marked. */
export const isMarked = ({ whole, cells }: Row): boolean =>
  [whole, ...cells].some((cell) => cell.steadiness.isFlaky || cell.drifting.length > 0);
