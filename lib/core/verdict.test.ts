import { describe, expect, test } from 'vitest';
import type { History, HistoryEvent } from './history.ts';
import type { Finding, Measure } from './measure.ts';
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
  const history = { header: { expect: [] }, events: [end] } as unknown as History;
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

test('a harness that failed is an error, whatever was measured', () => {
  const error = { code: 'X', message: 'the engine went away', hint: '' };
  const end: HistoryEvent = { t: 1, type: 'end', outcome: 'error', error };
  expect(verdictOf([known(0)], { end })).toBe('error');
  expect(verdictOf([known(11)], { end })).toBe('error');
});

test('a scenario that expects nothing is not passed', () => {
  const history = { header: { expect: [] }, events: [complete] } as unknown as History;
  expect(judge({ history, doubts: [], measures: [] }).kind).toBe('unknown');
});
