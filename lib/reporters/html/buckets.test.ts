import { expect, test } from 'vitest';
import type { WorkloadFacts } from '../../core/history.ts';
import type { Probe } from '../../measures/probes.ts';
import { bucketsOf, bucketWidthMs } from './buckets.ts';

const probe = (due: number, outcome: Probe['outcome'], tookMs: number, lane = 0): Probe => ({
  id: due,
  lane,
  due,
  invokedAt: due,
  f: 'add',
  value: due,
  answer: undefined,
  machine: undefined,
  outcome,
  settledAt: due + tookMs,
  good: outcome === 'ok' && tookMs <= 100,
  invoked: 0,
  settled: 0,
  error: undefined,
});

test('operations count where they were due, not where they were answered', () => {
  const probes = [
    probe(0, 'ok', 2),
    probe(50, 'ok', 4),
    probe(90, 'ok', 250.04, 1),
    probe(210, 'fail', 1),
    probe(220, 'info', 1_000, 1),
    probe(299, 'open', Number.POSITIVE_INFINITY),
  ];
  expect(bucketsOf(probes, 400, 100)).toEqual({
    ok: [3, 0, 0, 0, 0],
    fail: [0, 0, 1, 0, 0],
    info: [0, 0, 2, 0, 0],
    p50: [4, null, null, null, null],
    p99: [250, null, null, null, null],
    max: [250, null, null, null, null],
    bad: [
      [1, 0, 3],
      [0, 2, 3],
    ],
  });
});

test('a lane that was good again begins a new stretch with its next failure', () => {
  const probes = [probe(0, 'fail', 1), probe(100, 'ok', 1), probe(200, 'fail', 1)];
  expect(bucketsOf(probes, 250, 100).bad).toEqual([
    [0, 0, 1],
    [0, 2, 3],
  ]);
});

test('no operations leave empty buckets', () => {
  expect(bucketsOf([], 150, 100)).toEqual({
    ok: [0, 0],
    fail: [0, 0],
    info: [0, 0],
    p50: [null, null],
    p99: [null, null],
    max: [null, null],
    bad: [],
  });
});

test('buckets are 100 ms wide for minutes, and widen for a night', () => {
  const workload: WorkloadFacts = {
    name: 'set',
    system: 'toy',
    vocabulary: 'set',
    lanes: 6,
    intervalMs: 10,
    deadlineMs: 1_000,
  };
  const minutes = (count: number) => count * 60_000;
  expect(bucketWidthMs(minutes(30), [workload])).toBe(100);
  expect(bucketWidthMs(minutes(8 * 60), [workload])).toBe(2_000);
  expect(
    bucketWidthMs(
      minutes(8 * 60),
      Array.from({ length: 6 }, () => workload),
    ),
  ).toBe(10_000);
  expect(bucketWidthMs(0, [])).toBe(100);
});
