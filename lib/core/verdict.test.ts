import { describe, expect, test } from 'vitest';
import { literalHistory } from '../measures/literal-history.ts';
import type { Expectation, HistoryEvent } from './history.ts';
import type { Finding, Measure } from './measure.ts';
import { ofBlow } from './of-blow.ts';
import { ofSystem, ofWorkload } from './of-workload.ts';
import { judge } from './verdict.ts';

const base = { subject: {}, evidence: [], note: '' };
const known = (value: number): Finding => ({ ...base, status: 'known', value, resolution: 1 });
const censored = (atLeast: number): Finding => ({
  ...base,
  status: 'censored',
  atLeast,
  resolution: 1,
});
const unknown: Finding = { ...base, status: 'unknown', reason: 'nobody looked' };

const measure = (kind: Measure['kind'], findings: readonly Finding[]): Measure => ({
  name: 'm',
  unit: 'ms',
  kind,
  meaning: '',
  of: () => findings,
});

const complete: HistoryEvent = { t: 1, type: 'end', outcome: 'complete' };

/** Judges findings of one measure against at most 10. */
function verdictOf(
  findings: readonly Finding[],
  { kind = 'timing' as Measure['kind'], doubts = [] as string[], end = complete } = {},
) {
  const history = literalHistory([end]);
  const expectation = { measure: 'm', atMost: 10 };
  return judge({ history, doubts, expect: [expectation], measures: [measure(kind, findings)] })
    .kind;
}

describe('an expectation', () => {
  test.each<[string, Finding[], string]>([
    ['a value at its bound', [known(10)], 'pass'],
    ['a value above its bound', [known(11)], 'fail'],
    ['a censored value above its bound', [censored(11)], 'fail'],
    ['a censored value below its bound', [censored(5)], 'unknown'],
    ['an unknown finding', [unknown], 'unknown'],
    ['no finding at all', [], 'unknown'],
    ['a violation beside an unknown', [unknown, known(11)], 'fail'],
    ['an unknown beside a value in bounds', [known(1), unknown], 'unknown'],
  ])('%s: %#', (_, findings, kind) => {
    expect(verdictOf(findings)).toBe(kind);
  });
});

describe('a doubt', () => {
  const doubts = ['the fault was not proven'];

  test('rules out a pass', () => {
    expect(verdictOf([known(0)], { doubts })).toBe('unknown');
  });

  test('excuses a time that is out of bounds: the harness may have made it', () => {
    expect(verdictOf([known(11)], { doubts })).toBe('unknown');
  });

  test('does not excuse lost data: that is evidence in itself', () => {
    expect(verdictOf([known(11)], { doubts, kind: 'safety' })).toBe('fail');
  });
});

test('an expectation of one blow is held against what that blow did, and nothing else', () => {
  const findings = [10, 99].map((value, blow) => ({ ...known(value), subject: { blow } }));
  const verdict = (number: number) =>
    judge({
      history: literalHistory([complete]),
      doubts: [],
      expect: [ofBlow(number, { measure: 'm', atMost: 10 })],
      measures: [measure('timing', findings)],
    }).kind;
  expect(verdict(1)).toBe('pass');
  expect(verdict(2)).toBe('fail');
  expect(verdict(3)).toBe('unknown');
  expect(() => ofBlow(0, { measure: 'm', atMost: 10 })).toThrow(RangeError);
});

test('an expectation of one workload or system is held against that alone', () => {
  const findings = [
    { ...known(10), subject: { workload: 'database' } },
    { ...known(99), subject: { workload: 'messages' } },
    { ...known(99), subject: { system: 'edge' } },
  ];
  const judgedOn = (expectation: Expectation) => {
    const measures = [measure('timing', findings)];
    const history = literalHistory([complete]);
    const { kind, judgements } = judge({ history, doubts: [], expect: [expectation], measures });
    return [kind, ...judgements.map(({ finding }) => finding.subject)];
  };
  const bound = { measure: 'm', atMost: 10 };
  expect(judgedOn(ofWorkload('database', bound))).toEqual(['pass', { workload: 'database' }]);
  expect(judgedOn(ofWorkload('messages', bound))).toEqual(['fail', { workload: 'messages' }]);
  expect(judgedOn(ofSystem('edge', bound))).toEqual(['fail', { system: 'edge' }]);
  expect(judgedOn(ofSystem('redis', bound))).toEqual(['unknown', { system: 'redis' }]);
});

test('a harness that failed is an error, whatever was measured', () => {
  const error = { code: 'X', message: 'the engine went away', hint: '' };
  const end: HistoryEvent = { t: 1, type: 'end', outcome: 'error', error };
  expect(verdictOf([known(0)], { end })).toBe('error');
  expect(verdictOf([known(11)], { end })).toBe('error');
});

test('a scenario that expects nothing is not passed', () => {
  const history = literalHistory([complete]);
  expect(judge({ history, doubts: [], measures: [] }).kind).toBe('unknown');
});
