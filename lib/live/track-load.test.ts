import { expect, test } from 'vitest';
import type { Completion, WorkloadFacts } from '../core/history.ts';
import { trackLoad } from './track-load.ts';

const facts: WorkloadFacts = {
  name: 'set',
  system: 'toy',
  vocabulary: 'set',
  lanes: 2,
  intervalMs: 100,
  deadlineMs: 500,
};

interface Literal {
  readonly due: number;
  /** No answer yet where this is not given. */
  readonly answeredAt?: number;
  readonly type?: Completion['type'];
}

function loadAt(t: number, operations: readonly Literal[]) {
  const load = trackLoad(facts);
  const workload = 'set';
  for (const [id, { due }] of operations.entries()) {
    load.begin({ t: due, type: 'invoke', workload, id, lane: 0, due, f: 'add', value: id });
  }
  for (const [id, { answeredAt, type = 'ok' }] of operations.entries()) {
    if (answeredAt !== undefined) load.settle({ t: answeredAt, type, workload, id });
  }
  return load.at(t);
}

test('answers count for a second, each as measures count it', () => {
  const { lately, all } = loadAt(2_000, [
    { due: 900, answeredAt: 999 },
    { due: 1_000, answeredAt: 1_010 },
    { due: 1_000, answeredAt: 1_500 },
    { due: 1_000, answeredAt: 1_501 },
    { due: 1_100, answeredAt: 1_600, type: 'fail' },
    { due: 1_200, answeredAt: 1_700, type: 'info' },
  ]);
  expect(lately).toEqual({ good: 2, late: 1, failed: 1, unknown: 1 });
  expect(all).toEqual({ good: 3, late: 1, failed: 1, unknown: 1 });
});

test('latencies are those of answers, from the due time, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => ({ due: 1_000, answeredAt: 1_001 + i }));
  const refused = { due: 1_000, answeredAt: 1_900, type: 'fail' } as const;
  expect(loadAt(1_950, [...hundred, refused])).toMatchObject({ p50Ms: 50, p99Ms: 99 });
  expect(loadAt(1_950, [refused])).toMatchObject({ p50Ms: undefined, p99Ms: undefined });
});

test('what has no answer at its deadline is overdue', () => {
  const operations = [{ due: 0 }, { due: 100 }, { due: 200, answeredAt: 250 }, { due: 300 }];
  expect(loadAt(500, operations).overdue).toBe(0);
  expect(loadAt(501, operations).overdue).toBe(1);
  expect(loadAt(800, operations).overdue).toBe(2);
  expect(loadAt(801, operations).overdue).toBe(3);
});

test('service is away when a second has brought no good answer, since the last one', () => {
  const operations = [
    { due: 0, answeredAt: 10 },
    { due: 100, answeredAt: 700 },
    { due: 200, answeredAt: 900, type: 'fail' } as const,
  ];
  expect(loadAt(1_010, operations).awayMs).toBeUndefined();
  expect(loadAt(1_011, operations).awayMs).toBe(1_001);
  expect(loadAt(5_000, [{ due: 1_000 }]).awayMs).toBe(4_000);
  expect(loadAt(5_000, []).awayMs).toBeUndefined();
});

test('a load that nobody looks at keeps no more than two seconds', () => {
  const load = trackLoad(facts);
  for (let id = 0; id < 10_000; id += 1) {
    load.begin({
      t: id,
      type: 'invoke',
      workload: 'set',
      id,
      lane: 0,
      due: id,
      f: 'add',
      value: id,
    });
    load.settle({ t: id + 1, type: 'ok', workload: 'set', id });
  }
  expect(load.at(10_000)).toMatchObject({ lately: { good: 1_000 }, all: { good: 10_000 } });
});
