import type { Trial } from '../../statistics/sample.ts';
import { summarizeTrials, type TrialSummary } from '../../statistics/summarize-trials.ts';
import { formatSubject } from '../format.ts';
import { rules } from './rules.ts';
import { planOf } from './setup.ts';
import { type StoredFinding, type StoredRun, type StoredSubject, trialOf } from './stored-run.ts';
import { systemOf } from './system-of.ts';

/** The clocks of recovery, in the order in which they usually stop. */
const CLOCKS: readonly string[] = ['rto.any', 'rto.all', 'rto.performance', 'rto.redundancy'];

/** What one run says of a series. */
export interface Point {
  readonly run: StoredRun;
  readonly finding: StoredFinding;
  /** Why the number is not counted, where there is one and it isn't. */
  readonly doubt: string | undefined;
  /** The tightest bound that it was held against, and how that ended. */
  readonly bound: number | undefined;
  readonly verdict: 'pass' | 'fail' | 'unknown' | undefined;
  /** Whether the run had the plan of the newest. */
  readonly isComparable: boolean;
}

/** A recovery time from run to run: one clock, of one workload or system, after one blow. */
export interface Series {
  readonly measure: string;
  readonly subject: string;
  readonly system: string | undefined;
  readonly points: readonly Point[];
  /** Of the plan that the newest run had. */
  readonly trials: readonly Trial[];
  /** Of the last of those. */
  readonly summary: TrialSummary;
}

/** Every recovery time of a scenario, from its runs, oldest first. */
export function seriesOf(runs: readonly StoredRun[]): readonly Series[] {
  const newest = runs.at(-1);
  if (newest === undefined) return [];
  const plan = planOf(newest.results);
  const found = runs.flatMap((run) => pointsOf(run, planOf(run.results) === plan));
  const grouped = Map.groupBy(found, ({ key }) => key);
  return [...grouped.values()].flatMap((all) => seriesFrom(all)).toSorted(byBlowAndClock);
}

interface Found extends Point {
  readonly key: string;
  readonly measure: string;
  readonly subject: StoredSubject;
}

/** What only other plans had is no series any more. */
function seriesFrom(points: readonly Found[]): readonly Series[] {
  const comparable = points.filter(({ isComparable }) => isComparable);
  const last = comparable.at(-1);
  if (last === undefined) return [];
  const trials = comparable.map(trialOfPoint);
  return [
    {
      measure: last.measure,
      subject: formatSubject(last.subject as Parameters<typeof formatSubject>[0]),
      system: systemOf(last.run.results, last.subject),
      points,
      trials,
      summary: summarizeTrials(trials.slice(-rules.intervalRuns), rules.confidence),
    },
  ];
}

function trialOfPoint({ finding, doubt }: Point): Trial {
  return doubt === undefined ? trialOf(finding) : { kind: 'unknown', reason: doubt };
}

function pointsOf(run: StoredRun, isComparable: boolean): readonly Found[] {
  const { measurements, expectations } = run.results;
  return measurements.flatMap((raw): Found[] => {
    const { measure, subject } = raw;
    if (!CLOCKS.includes(measure)) return [];
    const key = keyOf(measure, subject);
    const held = expectations
      .filter((one) => one.measure === measure && keyOf(measure, one.finding.subject) === key)
      .toSorted((one, other) => one.atMost - other.atMost)
      .at(0);
    const finding = held?.finding ?? raw;
    const verdict = held?.verdict;
    const doubt = doubtOf(run, finding, verdict);
    const bound = held?.atMost;
    return [{ key, measure, subject, run, finding, doubt, bound, verdict, isComparable }];
  });
}

const keyOf = (measure: string, { blow, step, workload, system }: StoredSubject): string =>
  [measure, blow, step, workload, system].join('\n');

/** Doubt excuses timing: a number of a run that is not believed is shown, and not counted. */
function doubtOf(
  { results: { verdict, doubts, because } }: StoredRun,
  finding: StoredFinding,
  held: Point['verdict'],
): string | undefined {
  if (finding.status === 'unknown') return undefined;
  if (verdict === 'error' || verdict === 'skipped') return `the run was ${verdict}: ${because}`;
  const [doubt] = doubts;
  if (doubt !== undefined) return doubt;
  const isUndecided = finding.status === 'known' && held === 'unknown';
  return isUndecided ? 'whether it is within its bound could not be told' : undefined;
}

function byBlowAndClock(one: Series, other: Series): number {
  const place = ({ points, measure }: Series) => {
    const subject = points.at(-1)?.finding.subject;
    return ((subject?.blow ?? 0) * 1_000 + (subject?.step ?? 0)) * 10 + CLOCKS.indexOf(measure);
  };
  return place(one) - place(other);
}
