import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../core/random.ts';
import type { Span } from '../statistics/sample.ts';
import { compare } from './comparison.ts';
import { defaultMargin, withMargin } from './margin.ts';
import { looksOf } from './plan.ts';
import type { TrialFinding } from './trial.ts';

const measure = { name: 'rto.all', unit: 'ms', kind: 'timing' } as const;
const subject = { blow: 0, workload: 'set' };

const found = (span: Span | undefined): TrialFinding => ({
  measure,
  subject,
  finding: { status: 'unknown', subject, evidence: [], note: '', reason: 'not asked for' },
  span,
  caution: '',
});
const exactly = (value: number): Span => ({ atLeast: value, atMost: value });
const openFrom = (value: number): Span => ({ atLeast: value, atMost: Number.POSITIVE_INFINITY });

function comparisonOf(baseline: readonly Span[], candidate: readonly Span[], planned = 10) {
  const pairs = Math.min(baseline.length, candidate.length);
  return compare(
    {
      ...{ scenario: 'a', measure, subject, isClaimed: true },
      of: { baseline: baseline.map(found), candidate: candidate.map(found) },
    },
    {
      ...{ margin: defaultMargin, planned, comparisons: 1 },
      looks: looksOf(planned).filter((look) => look <= pairs),
    },
  );
}

const six = [6_000, 6_100, 6_200, 6_300, 6_400, 6_500, 6_600].map(exactly);

test('values beyond the margin of all others are worse, within it they are not', () => {
  const later = (ms: number) => six.map(({ atLeast }) => exactly(atLeast + ms));
  expect(comparisonOf(six, later(2_000))).toMatchObject({ verdict: 'worse', decidedAfter: 4 });
  expect(comparisonOf(six, six)).toMatchObject({ verdict: 'no worse', decidedAfter: 4 });
  expect(comparisonOf(six, later(620))).toMatchObject({ verdict: 'open', decidedAfter: undefined });
  expect(comparisonOf(six, later(-3_000))).toMatchObject({ verdict: 'no worse' });
});

const shuffled = [3, 6, 0, 5, 2, 4, 1].map((index) => 6_000 + 100 * index);

test('the difference is shown with what is known of it', () => {
  const { estimate, interval } = comparisonOf(
    six,
    shuffled.map((ms) => exactly(ms + 620)),
  );
  expect(estimate).toEqual(exactly(620));
  expect(interval).toEqual({ atLeast: 320, atMost: 920 });
  expect(comparisonOf(six.slice(0, 3), six.slice(0, 3)).interval).toEqual({
    atLeast: -200,
    atMost: 200,
  });
  expect(comparisonOf(six.slice(0, 2), six.slice(0, 2)).interval).toBeUndefined();
});

describe('where the runs of a pair share what times differ by', () => {
  const phases = [1_300, 4_100, 1_320, 4_080, 1_280, 4_120, 2_700, 1_310, 4_090, 2_600].map(
    exactly,
  );
  const later = (by: number) =>
    phases.map(({ atLeast }, n) => exactly(atLeast + by + (n % 2) * 20));

  test('a few pairs tell what all values together do not', () => {
    expect(comparisonOf(phases, later(0))).toMatchObject({
      ...{ verdict: 'no worse', decidedAfter: 7 },
      ...{ estimate: exactly(10), interval: { atLeast: 0, atMost: 20 } },
    });
    expect(comparisonOf(phases, later(1_000))).toMatchObject({
      ...{ verdict: 'worse', decidedAfter: 10 },
      interval: { atLeast: 1_000, atMost: 1_020 },
    });
  });

  test('times that belong to other pairs tell nothing of it', () => {
    const others = phases.toSorted((one, other) => one.atLeast - other.atLeast);
    expect(comparisonOf(others, later(0)).verdict).toBe('open');
  });

  test('a pair of which one has no value is none', () => {
    const partly = later(0).map((span, n) => (n < 6 ? undefined : found(span)));
    const { verdict, spans } = compare(
      {
        ...{ scenario: 'a', measure, subject, isClaimed: true },
        of: { baseline: phases.map(found), candidate: partly },
      },
      { margin: defaultMargin, planned: 10, comparisons: 1, looks: [4, 7, 10] },
    );
    expect([verdict, spans.baseline.length, spans.candidate.length]).toEqual(['open', 10, 4]);
  });
});

test('a time that never ended is worse than any, and an arm of such ones shows nothing of the other', () => {
  const never = six.map(() => openFrom(60_000));
  expect(comparisonOf(six, never).verdict).toBe('worse');
  expect(comparisonOf(never, never).verdict).toBe('open');
});

test('a resolution wider than the margin decides nothing', () => {
  const blurred = six.map(({ atLeast }) => ({ atLeast: atLeast - 2_000, atMost: atLeast + 2_000 }));
  expect(comparisonOf(blurred, blurred).verdict).toBe('open');
});

test('runs without a value do not count', () => {
  const { spans, verdict } = compare(
    {
      ...{ scenario: 'a', measure, subject, isClaimed: true },
      of: {
        baseline: six.slice(0, 4).map(found),
        candidate: [found(six[0]), undefined, found(undefined), found(six[1])],
      },
    },
    { margin: defaultMargin, planned: 10, comparisons: 1, looks: [4] },
  );
  expect(spans.candidate).toHaveLength(2);
  expect(verdict).toBe('open');
});

describe('simulated, over all looks of a gate', () => {
  const REPETITIONS = 1_000;

  /** How often it is called so, where the candidate's times are the baseline's, changed. */
  function share(
    verdict: 'worse' | 'no worse',
    {
      pairs,
      change,
      spreadMs,
      sharedMs = 0,
    }: {
      readonly pairs: number;
      readonly change: (time: number) => number;
      readonly spreadMs: number;
      /** How much the phases add that the runs of a pair have in common, at most. */
      readonly sharedMs?: number;
    },
  ): number {
    const random: Random = seededRandom(pairs, `${verdict} ${spreadMs}`);
    // Most a little above the least, some far: as recovery times are.
    const draw = () => -spreadMs * Math.log(1 - random.next());
    // Four of a hundred never come back within what is recorded.
    const censored = (time: number) => (random.next() < 0.04 ? openFrom(20_000) : exactly(time));
    const hits = Array.from({ length: REPETITIONS }, () => {
      const phases = Array.from({ length: pairs }, () => 5_000 + sharedMs * random.next());
      const baseline = phases.map((phase) => censored(phase + draw()));
      const candidate = phases.map((phase) => censored(change(phase + draw())));
      return comparisonOf(baseline, candidate, pairs).verdict === verdict;
    });
    return hits.filter(Boolean).length / REPETITIONS;
  }

  const same = (time: number) => time;
  const atMargin = (time: number) => withMargin(defaultMargin, time);

  test.each([5, 10, 15])(
    'of %i pairs: worse by just the margin passes in less than 5 of 100',
    (pairs) => {
      const apart = { pairs, change: atMargin, spreadMs: 600 };
      expect(share('no worse', apart)).toBeLessThan(0.05);
      expect(share('no worse', { ...apart, sharedMs: 3_000 })).toBeLessThan(0.05);
    },
  );

  test.each([5, 10, 15])(
    'of %i pairs: just the margin fails in less than 5 of 100, the same in 1',
    (pairs) => {
      const apart = { pairs, change: atMargin, spreadMs: 600 };
      expect(share('worse', apart)).toBeLessThan(0.05);
      expect(share('worse', { ...apart, sharedMs: 3_000 })).toBeLessThan(0.05);
      expect(share('worse', { pairs, change: same, spreadMs: 600 })).toBeLessThan(0.01);
    },
  );

  test('ten pairs show that the same is no worse, where times are not far apart', () => {
    expect(share('no worse', { pairs: 10, change: same, spreadMs: 300 })).toBeGreaterThan(0.8);
  });

  test('ten pairs show the same of times that are far apart, but not within a pair', () => {
    const apart = { pairs: 10, change: same, spreadMs: 100, sharedMs: 3_000 };
    expect(share('no worse', apart)).toBeGreaterThan(0.7);
  });

  test('ten pairs show that twice the time is worse, however far apart times are', () => {
    const twice = (time: number) => 2 * time;
    expect(share('worse', { pairs: 10, change: twice, spreadMs: 600 })).toBeGreaterThan(0.95);
  });
});
