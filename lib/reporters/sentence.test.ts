import { expect, test } from 'vitest';
import type { Finding } from '../core/measure.ts';
import { known, literalReport, oneKill } from './literal-report.ts';
import { sentenceOf } from './sentence.ts';

const acknowledged = [
  { t: 10, type: 'invoke', workload: 'set', id: 0, lane: 0, due: 10, f: 'add', value: 0 },
  { t: 12, type: 'ok', workload: 'set', id: 0 },
] as const;

const second = { blow: 1, workload: 'set', system: 'toy' };
const none = { measure: 'rto.all', atMost: 0 };

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

test('the bound is that of the blow which took longest, not of another one', () => {
  const findings = { 'rto.all': [known(0), { ...known(5_430), subject: second }] };
  const report = literalReport({ events: oneKill, findings, bounds: { 'rto.all': 7_500 } });
  const { verdict } = report;
  const [first] = verdict.judgements;
  const judgements = first === undefined ? [] : [{ ...first, expectation: none }];
  const ofFirst = { ...report, verdict: { ...verdict, judgements } };
  expect(sentenceOf(report)).toContain('away for at most 5.43 s (bound 7.50 s).');
  expect(sentenceOf(ofFirst)).toContain('away for at most 5.43 s.');
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
    'toy-1 was killed and never seen healed: how long writes were away after 1 of 2 blows ' +
      'is unknown (nobody looked); after the other writes were away for 10 ms, whether acknowledged writes were lost is unknown.',
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

const services = (['database', 'messages', 'cache', 'web', 'tokens'] as const).map((name) => ({
  name,
  system: 'toy',
  vocabulary: 'requests',
  lanes: 2,
  intervalMs: 10,
  deadlineMs: 1_000,
}));

const of = (workload: string, finding: Finding): Finding => ({
  ...finding,
  subject: { blow: 0, workload, system: 'toy' },
});

test('a machine that takes its time to start has not been without power for so long', () => {
  const [planned] = literalReport({}).history.header.schedule;
  const report = literalReport({
    header: {
      schedule: planned === undefined ? [] : [{ ...planned, fault: 'power-cycle', lastsMs: 2_000 }],
    },
    events: oneKill,
  });
  expect(sentenceOf(report)).toContain('toy-1 lost power for 2.00 s, back 3.00 s later:');
});

test('many services are told from the first to the last that was back', () => {
  const findings = {
    'rto.all': services.map(({ name }, i) => of(name, known(i * 1_000))),
  };
  const report = literalReport({ header: { workloads: services }, events: oneKill, findings });
  const bound = literalReport({
    header: { workloads: services },
    events: oneKill,
    findings,
    bounds: { 'rto.all': 9_000 },
  });
  expect(sentenceOf(report)).toBe(
    'toy-1 was killed for 5.00 s: database never stopped, ' +
      '4 services were away for 1.00 s (messages) to 4.00 s (tokens).',
  );
  expect(sentenceOf(bound)).toContain('to 4.00 s (tokens), within all 5 bounds.');
});

test('among many services those come first that are late, still away or not known', () => {
  const findings = {
    'rto.all': [
      of('database', known(9_500)),
      of('messages', censored),
      of('cache', unknown),
      of('web', known(2_000)),
    ],
  };
  const report = literalReport({
    header: { workloads: services },
    events: oneKill,
    findings,
    bounds: { 'rto.all': 9_000 },
    kind: 'fail',
  });
  expect(sentenceOf(report)).toBe(
    'toy-1 was killed for 5.00 s: database was away for 9.50 s (bound 9.00 s), ' +
      'messages was still away in the end, how long cache and tokens were away is unknown, ' +
      'web was away for 2.00 s, within the bound.',
  );
});

test('what failed is never left out', () => {
  const report = literalReport({
    events: oneKill,
    findings: { 'rto.all': [known(0)], 'bank-errors': [known(346)] },
    bounds: { 'bank-errors': 0 },
    kind: 'fail',
  });
  expect(sentenceOf(report)).toBe(
    'toy-1 was killed for 5.00 s: writes never stopped, bank-errors 346 (none allowed).',
  );
});

test('more kinds of blows than one can take in are counted', () => {
  const [planned] = literalReport({}).history.header.schedule;
  const faults = ['kill', 'stop', 'pause', 'reboot', 'restart', 'unplug'];
  const report = literalReport({
    header: {
      schedule: planned === undefined ? [] : faults.map((fault) => ({ ...planned, fault })),
    },
    events: faults.map((_, index) => ({
      t: 1_000 * index,
      type: 'injected',
      index,
      uncertaintyMs: 1,
      proofs: [],
    })),
  });
  expect(sentenceOf(report)).toContain('6 blows fell (of 6 kinds)');
});

test('what is lost is told even where nobody knows whether that is all', () => {
  const workloads = services.slice(0, 2).map((service) => ({ ...service, vocabulary: 'set' }));
  const report = literalReport({
    header: { workloads },
    events: [...acknowledged.map((event) => ({ ...event, workload: 'database' })), ...oneKill],
    findings: { 'lost-writes': [of('database', known(1)), of('messages', unknown)] },
  });
  expect(sentenceOf(report)).toContain(
    '1 of 1 acknowledged writes lost (database), whether messages lost any is unknown.',
  );
});
