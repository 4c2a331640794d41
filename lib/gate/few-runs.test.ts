import { describe, expect, test } from 'vitest';
import { fewRuns } from './few-runs.ts';
import { judgeGate } from './judge-gate.ts';
import { defaultMargin } from './margin.ts';
import type { GateTrial } from './trial.ts';

const trial = (changes: Partial<GateTrial>): GateTrial => ({
  ...{ scenario: 'a-blow', arm: 'baseline', pair: 0, seed: 1 },
  ...{ verdict: 'pass', because: 'all 1 expectations hold', steady: 'yes', error: undefined },
  ...{ claims: [], findings: [], replay: 'npx blackstart run a-blow --seed 1' },
  ...changes,
});
const refused = {
  code: 'SERVICE_ENDED',
  message: "a-1/db ended with code 7: unknown variable 'x'",
};
const late = { code: 'TIMEOUT', message: 'three nodes: not within 60 s; last state: 2 of 3' };

test('runs that pass decide nothing by themselves', () => {
  expect(fewRuns([trial({}), trial({ arm: 'candidate' })])).toBeUndefined();
});

test.each<[string, readonly GateTrial[], string, string]>([
  [
    'a candidate whose files the product refuses',
    [trial({}), trial({ arm: 'candidate', verdict: 'error', error: refused })],
    'fail',
    "a-blow: under the candidate a-1/db ended with code 7: unknown variable 'x'",
  ],
  [
    'a baseline whose files the product refuses',
    [trial({ verdict: 'error', error: refused })],
    'unknown',
    'the baseline itself does not run: a-blow: a-1/db ended',
  ],
  [
    'a candidate that twice did not become a cluster in time, where the baseline did',
    [
      trial({}),
      trial({ arm: 'candidate', verdict: 'error', error: late }),
      trial({ arm: 'candidate', pair: 1, verdict: 'error', error: late }),
    ],
    'fail',
    'a-blow: the candidate did not form in 2 runs: three nodes: not within 60 s',
  ],
  [
    'a baseline that is not steady',
    [trial({ verdict: 'unknown', steady: 'no', because: 'the cluster was not steady' })],
    'unknown',
    'the baseline is not steady before anything is harmed: a-blow: the cluster was not steady',
  ],
  [
    'an engine that broke',
    [trial({ verdict: 'error', error: { code: 'ENGINE_GONE', message: 'the engine is gone' } })],
    'error',
    'a-blow, baseline, pair 1: the engine is gone',
  ],
  [
    'a host that lacks something',
    [
      trial({
        verdict: 'skipped',
        because: 'this engine lacks loop devices',
        error: { code: 'CAPABILITY', message: 'this engine lacks loop devices' },
      }),
    ],
    'unknown',
    "a-blow can't be run here: this engine lacks loop devices",
  ],
])('%s', (_, trials, kind, because) => {
  const found = fewRuns(trials);
  expect(found?.kind).toBe(kind);
  expect(found?.because).toContain(because);
});

test('a candidate that once did not become a cluster is run again, and does not pass', () => {
  const trials = [trial({}), trial({ arm: 'candidate', verdict: 'error', error: late })];
  expect(fewRuns(trials)).toBeUndefined();
  const plan = { scenarios: ['a-blow'], pairs: 4, seed: 1, margin: defaultMargin };
  expect(judgeGate({ plan, trials, isOver: true })).toMatchObject({
    ...{ kind: 'unknown', isSure: false, open: ['a-blow'] },
    because: expect.stringContaining('a-blow: the candidate did not form: three nodes'),
  });
});

describe('a bound on a time', () => {
  const claim = (verdict: 'pass' | 'fail') => ({
    measure: { name: 'rto.all', unit: 'ms', kind: 'timing' } as const,
    ...{ subject: { blow: 0, workload: 'set' }, atMost: 8_250, verdict },
    because: 'rto.all is 14.20 s, expected at most 8.25 s',
  });
  const run = (arm: GateTrial['arm'], pair: number, verdict: 'pass' | 'fail') =>
    trial({ arm, pair, verdict, claims: [claim(verdict)] });

  test('that the candidate breaks once, and the baseline never, may be chance', () => {
    expect(fewRuns([run('baseline', 0, 'pass'), run('candidate', 0, 'fail')])).toBeUndefined();
  });

  test('broken twice more than under the baseline, it fails, with those runs', () => {
    const runs = [run('baseline', 0, 'pass'), run('candidate', 0, 'fail')];
    const twice = fewRuns([...runs, run('candidate', 1, 'fail')]);
    expect(twice).toMatchObject({
      kind: 'fail',
      because:
        'a-blow: under the candidate set, blow 1: rto.all is 14.20 s, expected at most 8.25 s',
    });
    expect(twice?.evidence).toHaveLength(2);
  });

  test('broken twice under the baseline, it compares nothing', () => {
    const runs = [run('baseline', 0, 'fail'), run('candidate', 0, 'fail')];
    expect(fewRuns(runs)).toBeUndefined();
    expect(fewRuns([...runs, run('baseline', 1, 'fail')])).toMatchObject({
      kind: 'unknown',
      because: expect.stringContaining(
        'the baseline itself fails: a-blow: set, blow 1: rto.all is',
      ),
    });
  });
});

describe('a loss that no expectation speaks of', () => {
  const lost = (value: number) => ({
    measure: { name: 'lost-writes', unit: 'count', kind: 'safety' } as const,
    subject: { workload: 'set' },
    finding: {
      status: 'known' as const,
      subject: { workload: 'set' },
      evidence: [],
      note: 'the newest 3, from 17 on',
      value,
      resolution: 0,
    },
    span: { atLeast: value, atMost: value },
    caution: '',
  });

  test('fails where the baseline lost nothing, with what was lost', () => {
    const runs = [trial({ findings: [lost(0)] }), trial({ arm: 'candidate', findings: [lost(3)] })];
    expect(fewRuns(runs)?.because).toBe(
      'a-blow: set: 3 acknowledged writes are lost under the candidate, and none in 1 run of the baseline (the newest 3, from 17 on)',
    );
  });

  test('is left to the rates where the baseline lost some as well, or nobody looked', () => {
    const candidate = trial({ arm: 'candidate', findings: [lost(3)] });
    expect(fewRuns([trial({ findings: [lost(1)] }), candidate])).toBeUndefined();
    expect(fewRuns([trial({}), candidate])).toBeUndefined();
  });
});
