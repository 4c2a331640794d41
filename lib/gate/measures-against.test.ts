import { expect, test } from 'vitest';
import { measuresAgainst } from './measures-against.ts';
import type { GateTrial } from './trial.ts';

const trial = (changes: Partial<GateTrial>): GateTrial => ({
  ...{ scenario: 'a-blow', arm: 'baseline', pair: 0, seed: 1 },
  ...{ verdict: 'pass', because: '', steady: 'yes', error: undefined },
  ...{ claims: [], findings: [], replay: '' },
  ...changes,
});
const claim = (name: string, kind: 'safety' | 'timing', verdict: 'pass' | 'fail') => ({
  measure: { name, unit: 'ms', kind } as const,
  ...{ subject: {}, atMost: 0, verdict, because: '' },
});
const failed = { kind: 'fail', comparisons: [], rates: [] } as const;

test('every expectation that the candidate breaks is named, not only the first', () => {
  const claims = (verdict: 'pass' | 'fail') => [
    claim('two-primaries', 'safety', verdict),
    claim('divergence', 'safety', verdict),
  ];
  const trials = [
    trial({ claims: claims('pass') }),
    trial({ arm: 'candidate', claims: claims('fail') }),
  ];
  expect(measuresAgainst(failed, trials)).toEqual(['two-primaries', 'divergence']);
});

test('a product that refuses its files is named as that', () => {
  const error = { code: 'SERVICE_ENDED', message: 'a-1/db ended with code 7' };
  const trials = [trial({}), trial({ arm: 'candidate', verdict: 'error', error })];
  expect(measuresAgainst(failed, trials)).toEqual(['does not start']);
});

test('a cluster that twice did not form is named as that', () => {
  const error = { code: 'TIMEOUT', message: 'not within 60 s' };
  const late = trial({ arm: 'candidate', verdict: 'error', error });
  expect(measuresAgainst(failed, [trial({}), late, late])).toEqual(['does not form']);
});

test('against a candidate that did not fail nothing speaks', () => {
  const trials = [
    trial({}),
    trial({ arm: 'candidate', claims: [claim('rto.all', 'timing', 'fail')] }),
  ];
  expect(measuresAgainst({ ...failed, kind: 'unknown' }, trials)).toEqual([]);
});
