import { expect, test } from 'vitest';
import type { Finding } from '../../core/measure.ts';
import { known, literalReport, oneKill } from './literal-report.ts';
import { sentenceOf } from './sentence.ts';

const acknowledged = [
  { t: 10, type: 'invoke', workload: 'set', id: 0, lane: 0, due: 10, f: 'add', value: 0 },
  { t: 12, type: 'ok', workload: 'set', id: 0 },
] as const;

const censored: Finding = {
  status: 'censored',
  subject: { blow: 0, workload: 'set', system: 'toy' },
  evidence: [],
  note: '',
  atLeast: 9_000,
  resolution: 10,
};

const unknown: Finding = {
  status: 'unknown',
  subject: { blow: 0, workload: 'set', system: 'toy' },
  evidence: [],
  note: '',
  reason: 'nobody looked',
};

test('one blow is told with what it cost and what it was allowed to', () => {
  const report = literalReport({
    events: [...acknowledged, ...oneKill],
    findings: {
      'rto.all': [known(5_430)],
      'rto.redundancy': [known(13_100)],
      'lost-writes': [known(0)],
    },
    bounds: { 'rto.all': 7_500 },
  });
  expect(sentenceOf(report)).toBe(
    'toy-1 was killed for 5.00 s: writes were away for 5.43 s (bound 7.50 s), ' +
      'full redundancy was back after 13.10 s, 0 of 1 acknowledged writes lost.',
  );
});

test('what never came back has no number that looks like a recovery', () => {
  const findings = { 'rto.all': [known(10), censored], 'rto.redundancy': [censored] };
  expect(sentenceOf(literalReport({ events: oneKill, findings }))).toBe(
    'toy-1 was killed for 5.00 s: writes were still away when the recording ended, 9.00 s on, ' +
      'full redundancy was not seen again.',
  );
});

test('what is not known is said to be unknown', () => {
  const findings = { 'rto.all': [known(10), unknown], 'lost-writes': [unknown] };
  expect(sentenceOf(literalReport({ events: oneKill.slice(0, 2), findings }))).toBe(
    'toy-1 was killed and never seen healed: how long writes were away is unknown ' +
      '(nobody looked), whether acknowledged writes were lost is unknown.',
  );
});

test('a blow that cost nothing says so', () => {
  const findings = { 'rto.all': [known(0)], 'rto.redundancy': [known(0)] };
  expect(sentenceOf(literalReport({ events: oneKill, findings }))).toBe(
    'toy-1 was killed for 5.00 s: writes never stopped, redundancy stayed full.',
  );
});

test('an empty history and one without blows are told as that', () => {
  expect(sentenceOf(literalReport({}))).toBe('No blow fell.');
  expect(sentenceOf(literalReport({ header: { schedule: [] } }))).toBe(
    'Nothing was harmed, as planned.',
  );
});

test('a blow without an operation leaves its cost unknown, and no loss to boast of', () => {
  const findings = { 'lost-writes': [known(0)] };
  expect(sentenceOf(literalReport({ events: oneKill, findings }))).toBe(
    'toy-1 was killed for 5.00 s: how long writes were away is unknown, no writes were acknowledged.',
  );
});
