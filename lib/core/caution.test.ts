import { expect, test } from 'vitest';
import { blowAt, literalHistory, probeEvents } from '../measures/literal-history.ts';
import type { EventOf, HistoryEvent } from './history.ts';
import type { Finding, Measure, Subject } from './measure.ts';
import { judge } from './verdict.ts';

// The literal workload has a deadline of 500 ms: 126 ms late is a stall, and blurs by 626 ms.
const TOLERATED = 125;
const BLOWS = [blowAt(3_000), { ...blowAt(20_000), index: 1 }];
const BOUND = 6_000;

const watched = (t: number, seen: Partial<EventOf<'harness'>>): EventOf<'harness'> => ({
  t,
  type: 'harness',
  loopDelayMaxMs: 1,
  latenessMaxMs: 1,
  cpuStealPercent: 0,
  cpuPressurePercent: null,
  ...seen,
});

const late = (t: number, loopDelayMaxMs: number) => watched(t, { loopDelayMaxMs });

function judged(
  value: number,
  subject: Subject,
  stalls: readonly HistoryEvent[],
  terms: Pick<Measure, 'kind' | 'stalls' | 'against'>,
) {
  const finding: Finding = {
    status: 'known',
    subject,
    value,
    resolution: 10,
    evidence: [],
    note: '',
  };
  const measure: Measure = { ...terms, name: 'm', unit: 'ms', meaning: '', of: () => [finding] };
  const end: HistoryEvent = { t: 30_000, type: 'end', outcome: 'complete' };
  const history = literalHistory([...BLOWS, ...stalls, end]);
  const expect = [{ measure: 'm', atMost: BOUND }];
  return judge({ history, doubts: [], measures: [measure], expect });
}

const duration = (value: number, ...stalls: readonly HistoryEvent[]) =>
  judged(value, { workload: 'set', blow: 0 }, stalls, { kind: 'timing', stalls: 'blur' });
const data = (value: number, ...stalls: readonly HistoryEvent[]) =>
  judged(value, { workload: 'set' }, stalls, { kind: 'safety' });

test('a duration after a blow is blurred by a stall before the next one, and only then', () => {
  const blurred = duration(5_000, late(10_000, TOLERATED + 1)).judgements[0];
  expect(blurred).toMatchObject({ verdict: 'pass', finding: { resolution: 10 + 626 } });
  expect(blurred?.because).toContain('more or less 626 ms (the harness itself was slow');
  for (const elsewhere of [late(2_000, 200), late(25_000, 200), late(10_000, TOLERATED)]) {
    expect(duration(5_000, elsewhere).judgements[0]).toMatchObject({ finding: { resolution: 10 } });
  }
});

test.each([
  [5_300, 'pass'],
  [5_400, 'unknown'],
  [6_600, 'unknown'],
  [6_700, 'fail'],
])('%i ms, blurred by 626 ms, against at most 6 s: %s', (value, kind) => {
  expect(duration(value, late(10_000, 126)).kind).toBe(kind);
});

test('a recovery is over when it is over: later stalls change it only where there was none', () => {
  const recovery = (value: number, t: number) =>
    judged(value, { workload: 'set', blow: 0 }, [late(t, 200)], {
      kind: 'timing',
      stalls: 'blur-until-recovered',
    }).judgements[0]?.finding;
  // Away until 5 s, and seen to stay good for another second.
  expect(recovery(2_000, 6_900)).toMatchObject({ resolution: 10 + 700 });
  expect(recovery(2_000, 7_300)).toMatchObject({ resolution: 10 });
  expect(recovery(0, 7_300)).toMatchObject({ resolution: 10 + 700 });
});

test('two stalls blur twice', () => {
  const { judgements } = duration(1_000, late(9_000, 130), late(10_000, 170));
  expect(judgements[0]).toMatchObject({ finding: { resolution: 10 + 130 + 170 + 2 * 500 } });
});

test('nothing acknowledged just before a blow, for a stall: then nothing lost says nothing', () => {
  expect(data(0, late(3_500, 600)).kind).toBe('unknown');
  expect(data(0, late(10_000, 600)).kind).toBe('pass');
  const [before, justBefore] = [2_700, 2_850].map((due) => probeEvents([{ due, after: 20 }]));
  expect(data(0, late(3_500, 600), ...(before ?? [])).kind).toBe('unknown');
  expect(data(0, late(3_500, 600), ...(justBefore ?? [])).kind).toBe('pass');
});

test('operations that began late tell when it was: a stall elsewhere in its second is no doubt', () => {
  const stall = late(3_500, 400);
  const began = (due: number): HistoryEvent[] =>
    probeEvents([{ due, after: 200 }]).map((event) => ({ ...event, t: event.t + 400 }));
  // The blow is at 3 s, and nothing was acknowledged in the 200 ms before it.
  expect(data(0, stall, ...began(3_150)).kind).toBe('pass');
  expect(data(0, stall, ...began(2_500)).kind).toBe('unknown');
});

test('a second stall in one second is not lost, though it made operations less late', () => {
  // 126 ms at the blow are felt by the next operation, up to 100 ms later.
  const began = (id: number, due: number, waited: number): HistoryEvent[] =>
    probeEvents([{ due, after: 200 }]).map((event) => ({
      ...event,
      ...('id' in event ? { id } : {}),
      t: event.t + waited,
    }));
  const both = [...began(0, 2_500, 60), ...began(1, 3_100, 400)];
  expect(data(0, late(3_600, 400), ...both).kind).toBe('unknown');
});

test('what the harness did meanwhile is told', () => {
  const stall = watched(10_000, { loopDelayMaxMs: 400, computedMs: 40, waitedMs: 300 });
  expect(duration(5_000, stall).judgements[0]?.because).toContain(
    'late, by 400 ms (in that second it computed for 40 ms and waited for a processor for 300 ms)',
  );
});

test('lost data is evidence in itself', () => {
  expect(data(BOUND + 1, late(3_500, 600)).kind).toBe('fail');
});

test('where looks were further apart, the resolution says so', () => {
  const terms = { kind: 'safety', stalls: 'pause' } as const;
  const [found] = judged(0, { system: 'toy' }, [late(10_000, 600)], terms).judgements;
  expect(found).toMatchObject({ verdict: 'pass', finding: { resolution: 600 } });
});

test('whatever else was measured is doubtful: of whole runs, and of systems', () => {
  const stall = late(10_000, 600);
  expect(judged(0, { workload: 'set' }, [stall], { kind: 'timing' }).kind).toBe('unknown');
  expect(judged(0, { system: 'toy' }, [stall], { kind: 'safety' }).kind).toBe('unknown');
  const found = judged(BOUND + 1, { workload: 'set' }, [stall], { kind: 'timing' });
  expect(found).toMatchObject({
    kind: 'unknown',
    because: expect.stringContaining('but the harness itself was slow: late, by 600 ms'),
  });
});

test('what slows the harness before the load or after it is nobody’s outage', () => {
  const phases: HistoryEvent[] = [
    { t: 2_500, type: 'phase', phase: 'steady' },
    { t: 9_000, type: 'phase', phase: 'final' },
  ];
  const found = duration(5_900, ...phases, late(2_400, 999), late(9_100, 999));
  expect(found.kind).toBe('pass');
});

test.each([
  ['operations that started late', { latenessMaxMs: 126 }],
  ['a harness that did nothing', { loopDelayMaxMs: 126 }],
])('%s are a stall', (_, seen) => {
  const [found] = duration(5_000, watched(10_000, seen)).judgements;
  expect(found).toMatchObject({ finding: { resolution: 10 + 626 } });
});

test.each([
  ['a hypervisor that took much of the machine', { cpuStealPercent: 26 }, 'took 26 %'],
  ['a machine without a processor for anybody', { cpuPressurePercent: 95 }, 'in 95 % of 10 s'],
])(
  '%s excuses what took too long after that blow, and makes nothing else doubtful',
  (_, seen, words) => {
    const slow = watched(12_000, seen);
    expect(duration(BOUND + 1, slow)).toMatchObject({
      kind: 'unknown',
      because: expect.stringContaining(words),
    });
    expect(duration(BOUND, slow).kind).toBe('pass');
    expect(duration(BOUND + 1, watched(40_000, seen)).kind).toBe('fail');
    expect(data(0, slow).kind).toBe('pass');
    expect(data(BOUND + 1, slow).kind).toBe('fail');
  },
);

test('what is held against the time before the blow is doubtful where the machine was slow then', () => {
  const terms = { kind: 'timing', against: 'before' } as const;
  const slow = (t: number) => watched(t, { cpuPressurePercent: 95 });
  const subject = { workload: 'set', blow: 0 };
  expect(judged(0, subject, [slow(2_000)], terms).kind).toBe('unknown');
  expect(judged(0, subject, [slow(15_000)], terms).kind).toBe('pass');
});
