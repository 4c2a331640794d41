import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../core/history.ts';
import type { Measure } from '../core/measure.ts';
import { latencyAfter, latencyBefore, latencyDuring } from './latency.ts';
import {
  blowAt,
  goodProbes,
  type LiteralProbe,
  literalHistory,
  probeEvents,
} from './literal-history.ts';
import { operatorLateness } from './operator-lateness.ts';
import { outages } from './outages.ts';
import { rtoAll, rtoAny } from './rto.ts';
import { rtoPerformance } from './rto-performance.ts';
import { unavailability } from './unavailability.ts';

const F = 3_000;

function measure(
  { of }: Measure,
  probes: readonly LiteralProbe[],
  events: readonly HistoryEvent[] = [],
) {
  return of(literalHistory([blowAt(F), ...probeEvents(probes), ...events]))[0];
}

const every100 = (from: number, to: number, after: number, type: LiteralProbe['type'] = 'ok') =>
  goodProbes(from, to).map((probe) => ({ ...probe, after, type }));

describe('rto.performance', () => {
  const before = every100(0, F, 10);

  test('is 0 where latency stays within 1.5 times the p95 before', () => {
    const found = measure(rtoPerformance, [...before, ...every100(F, 6_000, 15)]);
    expect(found).toMatchObject({ status: 'known', value: 0 });
  });

  test('lasts as long as answers are good, but slower than that', () => {
    const slow = every100(F, 5_000, 16);
    const found = measure(rtoPerformance, [...before, ...slow, ...every100(5_000, 8_000, 10)]);
    expect(found).toMatchObject({ status: 'known', value: 2_010, resolution: 101 });
  });

  test('is not over with a quick answer in the midst of slow ones', () => {
    const slow = every100(F, 5_000, 400).map((probe) =>
      probe.due === 4_000 ? { ...probe, after: 10 } : probe,
    );
    const found = measure(rtoPerformance, [...before, ...slow, ...every100(5_000, 8_000, 10)]);
    expect(found).toMatchObject({ status: 'known', value: 2_010 });
  });

  test('is not delayed by one slow answer in twenty', () => {
    const steady = every100(F, 9_000, 10).map((probe) =>
      probe.due % 2_000 === 0 ? { ...probe, after: 400 } : probe,
    );
    const history = literalHistory([blowAt(F), ...probeEvents([...before, ...steady])], {
      stabilityMs: 2_000,
    });
    expect(rtoPerformance.of(history)[0]).toMatchObject({ status: 'known', value: 0 });
  });

  test('is censored where latency never comes back, and what fails is slow', () => {
    const failing = every100(F, 6_000, 10, 'fail');
    const found = measure(rtoPerformance, [...before, ...failing]);
    expect(found).toMatchObject({ status: 'censored', atLeast: 2_900 });
  });

  test('is unknown where it was bad before the blow already', () => {
    const bad = every100(0, F, 10, 'fail').slice(0, 4);
    const found = measure(rtoPerformance, [...bad, ...before.slice(4), ...every100(F, 6_000, 10)]);
    expect(found).toMatchObject({ status: 'unknown', reason: expect.stringContaining('5 of 100') });
  });

  test('is unknown without a steady phase to compare with', () => {
    const found = measure(rtoPerformance, every100(F, 6_000, 10));
    expect(found).toMatchObject({ status: 'unknown' });
  });
});

describe('outages', () => {
  test('are counted with their lengths, whatever caused them', () => {
    const found = measure(outages, [
      ...goodProbes(0, 1_000),
      ...every100(1_000, 1_300, 20, 'fail'),
      ...goodProbes(1_300, 4_000),
      ...every100(4_000, 4_100, 20, 'info'),
      ...goodProbes(4_100, 6_000),
    ]);
    expect(found).toMatchObject({
      value: 2,
      note: 'at 1.00 s for 305 ms; at 4.00 s for 105 ms',
    });
  });

  test('flapping within the stability window is one outage', () => {
    const found = measure(outages, [
      ...goodProbes(0, 1_000),
      ...every100(1_000, 1_100, 20, 'fail'),
      ...goodProbes(1_100, 1_900),
      ...every100(1_900, 2_000, 20, 'fail'),
      ...goodProbes(2_000, 4_000),
    ]);
    expect(found).toMatchObject({ value: 1, note: 'at 1.00 s for 1.00 s' });
  });

  test('one that is not over says so', () => {
    const found = measure(outages, [...goodProbes(0, 1_000), { due: 1_000 }]);
    expect(found).toMatchObject({ value: 1, note: expect.stringContaining('not over') });
  });
});

test('unavailability is the share of operations that were not answered in time', () => {
  const chaos: HistoryEvent = { t: 1_000, type: 'phase', phase: 'chaos' };
  const probes = [
    ...every100(0, 1_000, 20, 'fail'),
    ...goodProbes(1_000, 1_900),
    { due: 1_900, after: 501 },
  ];
  expect(measure(unavailability, probes, [chaos])).toMatchObject({
    value: 10,
    note: '1 of 10 not answered in time',
  });
});

test('latency is told apart before, during and after, from the due time, late answers included', () => {
  const healed: HistoryEvent = { t: 5_000, type: 'healed', index: 0, proofs: [] };
  const probes = [
    ...every100(0, F, 10),
    ...every100(F, 4_000, 700),
    ...every100(4_000, 5_000, 1, 'fail'),
    ...every100(5_000, 7_000, 20),
  ];
  const p99Of = (one: Measure) => measure(one, probes, [healed]);
  expect(p99Of(latencyBefore)).toMatchObject({ value: expect.closeTo(10, 1) });
  expect(p99Of(latencyDuring)).toMatchObject({ value: expect.closeTo(700, -1) });
  expect(p99Of(latencyAfter)).toMatchObject({ value: expect.closeTo(20, 1) });
});

test('latency after what was never healed is unknown', () => {
  expect(measure(latencyAfter, every100(0, 6_000, 5))).toMatchObject({ status: 'unknown' });
});

test('latency where nothing was answered is unknown', () => {
  const probes = every100(0, F, 5, 'fail');
  expect(measure(latencyBefore, probes)).toMatchObject({ status: 'unknown' });
});

test('operator lateness is the worst of all, with the event that says so', () => {
  const watched = [3, 12, 7].map(
    (latenessMaxMs, index): HistoryEvent => ({
      t: index,
      type: 'harness',
      loopDelayMaxMs: 1,
      latenessMaxMs,
      cpuStealPercent: null,
      cpuPressurePercent: null,
    }),
  );
  const [found] = operatorLateness.of(literalHistory(watched));
  expect(found).toMatchObject({ value: 12, evidence: [1], note: '' });
});

test('operator lateness says how late operations started as a rule', () => {
  const watched: HistoryEvent = {
    ...{ t: 0, type: 'harness', loopDelayMaxMs: 1, latenessMaxMs: 40 },
    ...{ cpuStealPercent: null, cpuPressurePercent: null },
  };
  // Two starts of a hundred are late by 4 ms, the others by 1.
  const started = probeEvents(goodProbes(0, 10_000)).map((event): HistoryEvent => {
    if (event.type !== 'invoke') return event;
    return { ...event, t: event.due + (event.id % 50 === 0 ? 4 : 1) };
  });
  const [found] = operatorLateness.of(literalHistory([watched, ...started]));
  expect(found?.note).toBe('p50 1 ms, p99 4 ms, of 100 starts');
});

test('a workload that never ran passes for nothing: it is unknown', () => {
  const history = literalHistory([blowAt(F)]);
  const all = [rtoAll, rtoAny, rtoPerformance, outages, unavailability, latencyAfter];
  for (const { name, of } of all) {
    expect(of(history), name).toMatchObject([
      { status: 'unknown', reason: expect.stringContaining('ever due') },
    ]);
  }
});
