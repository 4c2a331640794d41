import type { Subject } from '../core/measure.ts';
import { rankSumQuantile } from '../statistics/rank-sum.ts';
import type { Span } from '../statistics/sample.ts';
import { boundsOfShift, shiftBetween } from '../statistics/shift.ts';
import { countsToDecide } from '../statistics/spending.ts';
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
 * Whether the candidate takes longer than each baseline value with its margin, by exact one-sided
 * rank-sum tests at a few looks: distribution-free, with censored values as open ends.
 *
 * A test of the candidate against the baseline *plus its margin* is exact for a margin that depends on
 * the values; an interval compared with a margin that was estimated is not.
 */
export function compare(series: Series, options: CompareOptions): Comparison {
  const upTo = (pairs: number) => ({
    baseline: spansOf(series.of.baseline.slice(0, pairs)),
    candidate: spansOf(series.of.candidate.slice(0, pairs)),
  });
  const spans = upTo(Number.POSITIVE_INFINITY);
  const { estimate, interval } = differenceOf(spans);
  return { ...series, spans, estimate, interval, ...decide(options.looks.map(upTo), options) };
}

const spansOf = (findings: Series['of'][Arm]): readonly Span[] =>
  findings.flatMap((one) => (one?.span === undefined ? [] : [one.span]));

type Spans = Comparison['spans'];

const ONE_SIDED = 0.05;

function differenceOf({ baseline, candidate }: Spans): Pick<Comparison, 'estimate' | 'interval'> {
  const shift = shiftBetween(baseline, candidate);
  const count = rankSumQuantile(ONE_SIDED, baseline.length, candidate.length);
  const interval = count < 0 ? undefined : boundsOfShift(shift, count);
  return { estimate: shift.estimate, interval };
}

/** What the first look that is sure says; that it is worse outweighs that it is not. */
function decide(
  seen: readonly Spans[],
  { margin, looks, planned, comparisons }: CompareOptions,
): Pick<Comparison, 'verdict' | 'decidedAfter'> {
  const sizes = seen.map(({ baseline, candidate }) => ({
    before: baseline.length,
    after: candidate.length,
  }));
  const toFail = countsToDecide(sizes, { error: FALSE_FAILURE.times / comparisons, planned });
  const toPass = countsToDecide(sizes, { error: FALSE_PASS, planned });
  const excesses = seen.map(({ baseline, candidate }) =>
    shiftBetween(
      baseline.map((span) => moved(span, margin)),
      candidate,
    ),
  );
  const first = (counts: readonly number[], isSure: (bounds: Span) => boolean) =>
    looks.find((_, look) => {
      const excess = excesses[look];
      return excess !== undefined && isSure(boundsOfShift(excess, counts[look] ?? -1));
    });
  const worse = first(toFail, ({ atLeast }) => atLeast > 0);
  if (worse !== undefined) return { verdict: 'worse', decidedAfter: worse };
  const noWorse = first(toPass, ({ atMost }) => atMost <= 0);
  if (noWorse !== undefined) return { verdict: 'no worse', decidedAfter: noWorse };
  return { verdict: 'open', decidedAfter: undefined };
}

const moved = ({ atLeast, atMost }: Span, margin: Margin): Span => ({
  atLeast: withMargin(margin, atLeast),
  atMost: withMargin(margin, atMost),
});
