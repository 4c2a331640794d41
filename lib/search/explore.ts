import type { Clock } from '../core/clock.ts';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import type { VerdictKind } from '../core/verdict.ts';
import { type Coverage, coverageOf, type Tried, triedIn } from './coverage.ts';
import { type Limit, type MadeSchedule, schedulesFrom } from './generate.ts';
import type { SurvivalPromise } from './promise.ts';
import { scenarioOfSchedule } from './scenario-of-schedule.ts';
import { type Violation, violationIn } from './violation.ts';

/** A schedule that is to be run: kept somewhere, if anywhere, before it is. */
export interface Attempt {
  readonly made: MadeSchedule;
  readonly scenario: Scenario;
}

/** What came of a run, and where it lies. */
export interface AttemptRun {
  readonly report: Report;
  /** The scenario file. */
  readonly file?: string | undefined;
  readonly folder?: string | undefined;
}

/** What a search keeps of a run. */
export interface Explored extends Pick<AttemptRun, 'file' | 'folder'> {
  readonly index: number;
  readonly seed: number;
  readonly scenario: string;
  readonly title: string;
  readonly verdict: VerdictKind;
  readonly because: string;
  readonly replay: string;
}

export interface ExploreOptions {
  readonly promise: SurvivalPromise;
  readonly seed: number;
  readonly limit?: Limit;
  /** No run is begun that would probably end later than this after the begin, ms. */
  readonly forMs: number;
  readonly clock: Clock;
  readonly run: (attempt: Attempt) => Promise<AttemptRun>;
  readonly onRun?: (explored: Explored) => void;
  /** Ends the search after the run that is under way. */
  readonly signal?: AbortSignal | undefined;
}

export interface Exploration {
  readonly runs: readonly Explored[];
  readonly coverage: Coverage;
  /** `errors`: so many runs in a row could not be carried out that more would not help. */
  readonly endedBy: 'violation' | 'time' | 'errors' | 'interrupted';
  /** Of the last run. */
  readonly violation: Violation | undefined;
  readonly violating: Attempt | undefined;
  readonly tookMs: number;
}

const ERRORS_IN_A_ROW = 3;

/** Tries schedule after schedule until one shows what must not be, or the time is over. */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const { promise, seed, limit, forMs, clock, run, signal, onRun = () => {} } = options;
  const beganAt = clock.now();
  const runs: Explored[] = [];
  const tried: Tried[] = [];
  let longestMs = 0;
  let errors = 0;
  const end = (
    endedBy: Exploration['endedBy'],
    violation?: Violation,
    violating?: Attempt,
  ): Exploration => ({
    ...{ runs, endedBy, violation, violating, coverage: coverageOf(promise, tried) },
    tookMs: clock.now() - beganAt,
  });
  for (const made of schedulesFrom(promise, seed, limit)) {
    const runBeganAt = clock.now();
    if (runs.length > 0 && runBeganAt - beganAt + longestMs > forMs) return end('time');
    const scenario = scenarioOfSchedule(promise, made);
    const attempt = { made, scenario };
    const { explored, report } = await runOf(attempt, run, runs.length);
    runs.push(explored);
    onRun(explored);
    if (report === undefined) return end('errors');
    const { history } = report;
    const { verdict: kind } = explored;
    const moves = made.blows.map(({ move }) => move);
    tried.push(...triedIn(history, moves));
    const violation = violationIn(report);
    if (violation !== undefined) return end('violation', violation, attempt);
    if (signal?.aborted === true) return end('interrupted');
    errors = kind === 'error' || kind === 'skipped' ? errors + 1 : 0;
    if (errors >= ERRORS_IN_A_ROW) return end('errors');
    longestMs = Math.max(longestMs, clock.now() - runBeganAt);
  }
  throw new RangeError('schedules have no end');
}

interface Ran {
  readonly explored: Explored;
  /** Undefined for a run that could not begin. */
  readonly report: Report | undefined;
}

/** Where a later run could not even begin, what was seen until then is still worth a report. */
async function runOf(attempt: Attempt, run: ExploreOptions['run'], before: number): Promise<Ran> {
  const { made, scenario } = attempt;
  const { name, title } = scenario;
  const base = { index: made.index, seed: made.seed, scenario: name, title };
  try {
    const { report, file, folder } = await run(attempt);
    const { kind, because } = report.verdict;
    const { replay } = report.history.header;
    return { report, explored: { ...base, verdict: kind, because, replay, file, folder } };
  } catch (error) {
    const isHarness = error instanceof HarnessError && !(error instanceof UsageError);
    if (before === 0 || !isHarness) throw error;
    const because = messageOf(error);
    const unrun = { replay: '', file: undefined, folder: undefined };
    return { report: undefined, explored: { ...base, verdict: 'error', because, ...unrun } };
  }
}
