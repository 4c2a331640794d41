import { compare } from '../../gate/comparison.ts';
import type { GateReport } from '../../gate/gate-report.ts';
import { defaultMargin } from '../../gate/margin.ts';
import type { GateTrial, TrialFinding } from '../../gate/trial.ts';

const subject = { blow: 0, workload: 'set' };
const measure = { name: 'rto.all', unit: 'ms', kind: 'timing' } as const;

/** One time that was found; `open` where it had not ended when the recording did. */
function found(value: number, end: 'known' | 'open'): TrialFinding {
  const base = { subject, evidence: [], note: '', resolution: 10 };
  return {
    ...{ measure, subject, caution: '' },
    finding:
      end === 'known'
        ? { ...base, status: 'known', value }
        : { ...base, status: 'censored', atLeast: value },
    span: {
      atLeast: value - 10,
      atMost: end === 'known' ? value + 10 : Number.POSITIVE_INFINITY,
    },
  };
}

const trial = (arm: GateTrial['arm'], pair: number): GateTrial => ({
  ...{ scenario: 'galera-kill', arm, pair, seed: 7 + pair, verdict: 'pass' },
  ...{ because: 'all 3 expectations hold', steady: 'yes', error: undefined },
  ...{ claims: [], findings: [], replay: `npx blackstart run galera-kill --seed ${7 + pair}` },
});

/** A gate written down by hand, for tests: a candidate that is slower, and once did not recover. */
export function literalGate(changes: Partial<GateReport> = {}): GateReport {
  const before = [6_000, 6_100, 6_200, 6_300].map((value) => found(value, 'known'));
  const after = [8_000, 8_100, 8_200].map((value) => found(value, 'known'));
  const comparison = compare(
    {
      ...{ scenario: 'galera-kill', measure, subject, isClaimed: true },
      of: { baseline: before, candidate: [...after, found(60_000, 'open')] },
    },
    { margin: defaultMargin, planned: 4, looks: [4], comparisons: 1 },
  );
  const runs = [trial('baseline', 0), trial('candidate', 0)];
  return {
    ...{ id: 'a-gate', startedAt: '2026-01-01T00:00:00.000Z', budgetMs: undefined },
    ...{ baseline: 'profile <hardened>', candidate: 'my-change' },
    plan: { scenarios: ['galera-kill'], pairs: 4, seed: 7, margin: defaultMargin },
    changes: [
      {
        system: 'galera',
        path: 'galera/zz.cnf',
        patch:
          '--- baseline/galera/zz.cnf\n+++ candidate/galera/zz.cnf\n@@ -1 +1 @@\n-a = <1>\n+a = 2',
      },
    ],
    predictions: [
      {
        ...{ scenario: 'galera-kill', blow: 0, workload: 'set' },
        of: {
          baseline: prediction(5_000),
          candidate: prediction(2_000),
        },
      },
    ],
    durability: [],
    again: 'npx blackstart gate --candidate my-change --seed 7',
    trials: runs,
    judgement: {
      ...{ kind: 'fail', because: 'rto.all of set, blow 1 takes longer', next: 'See which knob.' },
      ...{ isSure: true, evidence: [], unshown: [], open: [], pairs: 4, enough: undefined },
      comparisons: [comparison],
      rates: [
        {
          scenario: 'galera-kill',
          measure: { name: 'duplicates', unit: 'count', kind: 'safety' },
          subject: { workload: 'set' },
          of: { baseline: { events: 0, n: 4 }, candidate: { events: 3, n: 4 } },
          probability: 0.0351,
          verdict: 'open',
        },
      ],
    },
    endedBy: 'sure',
    surprises: [
      {
        ...{ scenario: 'galera-kill', arm: 'candidate', blow: 0, workload: 'set' },
        ...{ predictedMaxMs: 5_250, measuredMs: 60_000, pairs: [0, 1, 2, 3] },
      },
    ],
    ...changes,
  };
}

const prediction = (suspectMs: number) => ({
  minMs: suspectMs,
  maxMs: suspectMs + 3_250,
  parts: [
    { part: 'detected', knob: 'evs.suspect_timeout', minMs: suspectMs, maxMs: suspectMs },
    { part: 'decided', knob: 'evs.join_retrans_period', minMs: 0, maxMs: 3_250 },
  ] as const,
});
