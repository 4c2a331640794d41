import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../core/random.ts';
import { judgeGate } from './judge-gate.ts';
import { defaultMargin, withMargin } from './margin.ts';
import { type GatePlan, orderOf } from './plan.ts';
import type { GateTrial, TrialFinding } from './trial.ts';

const plan: GatePlan = { scenarios: ['a-blow'], pairs: 10, seed: 1, margin: defaultMargin };
const measure = { name: 'rto.all', unit: 'ms', kind: 'timing' } as const;

function time(workload: number, value: number): TrialFinding {
  const subject = { blow: 0, workload: `load-${workload}` };
  return {
    ...{ measure, subject, caution: '' },
    finding: { status: 'known', subject, evidence: [], note: '', value, resolution: 10 },
    span: { atLeast: value - 10, atMost: value + 10 },
  };
}

/** All runs of a gate whose candidate's times are drawn, and then changed. */
function gateOf(
  random: Random,
  {
    workloads,
    change,
    driftMs,
  }: {
    readonly workloads: number;
    readonly change: (time: number) => number;
    /** By how much each run takes longer than the one before, whatever it runs. */
    readonly driftMs: number;
  },
): readonly GateTrial[] {
  let runs = 0;
  return Array.from({ length: plan.pairs }, (_, pair) => pair).flatMap((pair) =>
    orderOf(pair).map((arm): GateTrial => {
      runs += 1;
      const findings = Array.from({ length: workloads }, (__, workload) => {
        const drawn = 5_000 + 1_500 * random.next();
        return time(workload, (arm === 'candidate' ? change(drawn) : drawn) + driftMs * runs);
      });
      return {
        ...{ scenario: 'a-blow', arm, pair, seed: 1, verdict: 'pass', because: '', steady: 'yes' },
        ...{ error: undefined, replay: '', findings },
        claims: findings.map(({ subject }) => ({
          ...{ measure, subject, atMost: 60_000, verdict: 'pass', because: '' },
        })),
      };
    }),
  );
}

const REPETITIONS = 300;

/** How often a gate says so. */
function share(kind: string, options: Parameters<typeof gateOf>[1]): number {
  const random = seededRandom(options.workloads, `gate ${kind} ${options.driftMs}`);
  const hits = Array.from({ length: REPETITIONS }, () => {
    const trials = gateOf(random, options);
    return judgeGate({ plan, trials, isOver: false }).kind === kind;
  });
  return hits.filter(Boolean).length / REPETITIONS;
}

const atMargin = (drawn: number) => withMargin(defaultMargin, drawn);
const same = (drawn: number) => drawn;

describe('simulated, over all that a gate compares', () => {
  test.each([1, 6])(
    'of %i times, each at the margin, it fails in less than 5 of 100',
    (workloads) => {
      expect(share('fail', { workloads, change: atMargin, driftMs: 0 })).toBeLessThan(0.05);
    },
  );

  test.each([1, 6])(
    'of %i times, each at the margin, it passes in less than 5 of 100',
    (workloads) => {
      expect(share('pass', { workloads, change: atMargin, driftMs: 0 })).toBeLessThan(0.05);
    },
  );

  test('a machine that becomes slower with every run makes neither more frequent', () => {
    const drifting = { workloads: 1, driftMs: 100 };
    expect(share('pass', { ...drifting, change: atMargin })).toBeLessThan(0.05);
    expect(share('fail', { ...drifting, change: atMargin })).toBeLessThan(0.05);
    expect(share('fail', { ...drifting, change: same })).toBe(0);
  });

  test('one of six that takes two seconds longer is enough', () => {
    const random = seededRandom(1, 'one of six');
    const trials = gateOf(random, { workloads: 6, change: same, driftMs: 0 }).map((trial) => ({
      ...trial,
      findings: trial.findings.map((found, index) =>
        trial.arm === 'candidate' && index === 3
          ? time(3, 2_000 + (found.span?.atLeast ?? 0))
          : found,
      ),
    }));
    const { kind, because } = judgeGate({ plan, trials, isOver: false });
    expect({ kind, because }).toEqual({
      kind: 'fail',
      because: expect.stringContaining('rto.all of load-3, blow 1 (a-blow) takes longer'),
    });
  });
});
