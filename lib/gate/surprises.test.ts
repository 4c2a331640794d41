import { expect, test } from 'vitest';
import type { PredictedTime } from './predicted-times.ts';
import { surprisesIn } from './surprises.ts';
import type { GateTrial } from './trial.ts';

const subject = { blow: 0, workload: 'set' };
const trial = (
  arm: GateTrial['arm'],
  pair: number,
  atLeast: number,
  atMost: number,
): GateTrial => ({
  ...{ scenario: 'a-blow', arm, pair, seed: 1, verdict: 'pass', because: '', steady: 'yes' },
  ...{ error: undefined, claims: [], replay: '' },
  findings: [
    {
      measure: { name: 'rto.all', unit: 'ms', kind: 'timing' },
      subject,
      finding: { status: 'known', subject, evidence: [], note: '', value: atLeast, resolution: 0 },
      span: { atLeast, atMost },
      caution: '',
    },
  ],
});
const predicted = (maxMs: number) => ({ minMs: 0, maxMs, parts: [] });
const time: PredictedTime = {
  ...{ scenario: 'a-blow', blow: 0, workload: 'set' },
  of: { baseline: predicted(8_250), candidate: predicted(5_250) },
};

test('a run that was surely longer than predicted is a finding, under its own arm', () => {
  const trials = [
    trial('baseline', 0, 8_000, 8_100),
    trial('candidate', 0, 6_000, 6_100),
    trial('candidate', 1, 7_000, 7_100),
    // Perhaps within it: a slow machine made it longer, by nobody knows how much.
    trial('candidate', 2, 0, 9_000),
  ];
  expect(surprisesIn([time], trials)).toEqual([
    {
      ...{ scenario: 'a-blow', arm: 'candidate', blow: 0, workload: 'set' },
      ...{ predictedMaxMs: 5_250, measuredMs: 7_000, pairs: [0, 1] },
    },
  ]);
});

test('what no formula could read surprises nobody', () => {
  const unread = { ...time, of: { ...time.of, candidate: { why: 'no duration' } } };
  expect(surprisesIn([unread], [trial('candidate', 0, 60_000, 60_000)])).toEqual([]);
});
