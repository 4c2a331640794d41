import type { Subject } from '../core/measure.ts';
import type { Span } from '../statistics/sample.ts';
import {
  boundsOfShift,
  type Pair,
  type Shift,
  shiftBetween,
  shiftWithin,
} from '../statistics/shift.ts';
import { type Counts, countsToDecide, countsWith, type Look } from '../statistics/spending.ts';
import type { Arm } from './arms.ts';
import { type Margin, withMargin } from './margin.ts';
import { FALSE_FAILURE, FALSE_PASS } from './plan.ts';
import type { TrialFinding } from './trial.ts';

/** One recovery time of one scenario, in all runs of both arms. */
export interface Series {
  readonly scenario: string;
  readonly measure: TrialFinding['measure'];
  readonly subject: Subject;
  /** Whether the scenario expects something of it; only then must it be shown to be no worse. */
  readonly isClaimed: boolean;
  /** In the order of the pairs; undefined where a run has nothing to conclude from. */
  readonly of: Readonly<Record<Arm, readonly (TrialFinding | undefined)[]>>;
}

export interface Comparison extends Series {
  readonly spans: Readonly<Record<Arm, readonly Span[]>>;
  /** The median of all differences, candidate less baseline; undefined where an arm has none. */
  readonly estimate: Span | undefined;
  /** Where the difference lies, each end wrong with 5 % at most; undefined where so few can't tell. */
  readonly interval: Span | undefined;
  readonly verdict: 'no worse' | 'worse' | 'open';
  /** After how many pairs that was sure. */
  readonly decidedAfter: number | undefined;
}

export interface CompareOptions {
  readonly margin: Margin;
  /** After how many pairs one has looked, and looks. */
  readonly looks: readonly number[];
  /** How many pairs are planned at most. */
  readonly planned: number;
  /** How many comparisons share the error of failing a sound candidate. */
  readonly comparisons: number;
}

/**
 * Whether the candidate takes longer than each baseline value with its margin, by exact one-sided tests
 * of ranks at a few looks, of all values and within pairs: distribution-free, with censored values as
 * open ends.
 *
 * A test of the candidate against the baseline *plus its margin* is exact for a margin that depends on
 * the values; an interval compared with a margin that was estimated is not.
 */
export function compare(series: Series, options: CompareOptions): Comparison {
  const { baseline, candidate } = series.of;
  const upTo = (pairs: number) => seenIn(baseline.slice(0, pairs), candidate.slice(0, pairs));
  const all = seenIn(baseline, candidate);
  return {
    ...series,
    spans: { baseline: all.before, candidate: all.after },
    ...differenceOf(all),
    ...decide(options.looks.map(upTo), options),
  };
}

/** What there is to compare, of the baseline and of the candidate, and of pairs that have both. */
interface Seen {
  readonly before: readonly Span[];
  readonly after: readonly Span[];
  readonly pairs: readonly Pair[];
}

type Findings = Series['of'][Arm];

function seenIn(baseline: Findings, candidate: Findings): Seen {
  return {
    before: baseline.flatMap((one) => one?.span ?? []),
    after: candidate.flatMap((one) => one?.span ?? []),
    pairs: baseline.flatMap((one, index) => {
      const other = candidate[index];
      return one?.span === undefined || other?.span === undefined ? [] : [[one.span, other.span]];
    }),
  };
}

const sizesOf = ({ before, after, pairs }: Seen): Look => ({
  before: before.length,
  after: after.length,
  pairs: pairs.length,
});

interface Shifts {
  readonly between: Shift;
  readonly within: Shift;
}

const shiftsOf = ({ before, after, pairs }: Seen): Shifts => ({
  between: shiftBetween(before, after),
  within: shiftWithin(pairs),
});

const boundsOf = ({ between, within }: Shifts, counts: Counts): readonly Span[] => [
  boundsOfShift(between, counts.between),
  boundsOfShift(within, counts.within),
];

const ONE_SIDED = 0.05;

/** The narrower of what either test leaves: each has its share of the error, whichever it is. */
function differenceOf(seen: Seen): Pick<Comparison, 'estimate' | 'interval'> {
  const shifts = shiftsOf(seen);
  const counts = countsWith(ONE_SIDED, sizesOf(seen));
  const [between, within] = boundsOf(shifts, counts);
  const widthOf = (span: Span | undefined) => (span?.atMost ?? 0) - (span?.atLeast ?? 0);
  const isPaired = counts.within >= 0 && widthOf(within) < widthOf(between);
  return isPaired
    ? { estimate: shifts.within.estimate, interval: within }
    : {
        estimate: shifts.between.estimate,
        interval: counts.between < 0 ? undefined : between,
      };
}

/** What the first look that is sure says; that it is worse outweighs that it is not. */
function decide(
  seen: readonly Seen[],
  { margin, looks, planned, comparisons }: CompareOptions,
): Pick<Comparison, 'verdict' | 'decidedAfter'> {
  const sizes = seen.map(sizesOf);
  const toFail = countsToDecide(sizes, { error: FALSE_FAILURE.times / comparisons, planned });
  const toPass = countsToDecide(sizes, { error: FALSE_PASS, planned });
  const excesses = seen.map((one) => shiftsOf(withMarginOn(one, margin)));
  const first = (counts: readonly Counts[], isSure: (bounds: Span) => boolean) =>
    looks.find((_, look) => {
      const [excess, count] = [excesses[look], counts[look]];
      return excess !== undefined && count !== undefined && boundsOf(excess, count).some(isSure);
    });
  const worse = first(toFail, ({ atLeast }) => atLeast > 0);
  if (worse !== undefined) return { verdict: 'worse', decidedAfter: worse };
  const noWorse = first(toPass, ({ atMost }) => atMost <= 0);
  if (noWorse !== undefined) return { verdict: 'no worse', decidedAfter: noWorse };
  return { verdict: 'open', decidedAfter: undefined };
}

function withMarginOn({ before, after, pairs }: Seen, margin: Margin): Seen {
  const moved = ({ atLeast, atMost }: Span): Span => ({
    atLeast: withMargin(margin, atLeast),
    atMost: withMargin(margin, atMost),
  });
  return {
    before: before.map(moved),
    after,
    pairs: pairs.map(([early, late]) => [moved(early), late]),
  };
}
