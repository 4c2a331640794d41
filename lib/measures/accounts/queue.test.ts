import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../core/history.ts';
import type { Measure } from '../../core/measure.ts';
import { divergence } from '../divergence.ts';
import { duplicates } from '../duplicates.ts';
import {
  blowAt,
  finalReadEvents,
  historyOfLoad,
  type LiteralOperation,
  operationEvents,
} from '../literal-history.ts';
import { lostWrites } from '../lost-writes.ts';
import { outOfOrder } from '../out-of-order.ts';
import { phantoms } from '../phantoms.ts';
import { rpo } from '../rpo.ts';
import { staleReads } from '../stale-reads.ts';

const send = (value: number, type: LiteralOperation['type'] = 'ok'): LiteralOperation => ({
  f: 'send',
  value,
  type,
});

const receive = (
  values: readonly number[],
  changes: Partial<LiteralOperation> & { readonly redelivered?: boolean } = {},
): LiteralOperation => {
  const { redelivered = false, ...rest } = changes;
  const answer = values.map((value) => ({ value, redelivered }));
  return { f: 'receive', value: null, answer, lane: 1, ...rest };
};

const left = (live: readonly number[], restarted = live): readonly HistoryEvent[] => [
  ...finalReadEvents({ a: live }, { workload: 'load', passes: ['live'] }),
  ...finalReadEvents({ a: restarted }, { workload: 'load', passes: ['restarted'] }),
];

/** Messages 0, 1 and 2, confirmed at 10, 110 and 210 ms. */
const three = [send(0), send(1), send(2)];

const measure = (
  { of }: Measure,
  operations: readonly LiteralOperation[],
  ends: readonly HistoryEvent[] = [],
  machines: string[] = ['a'],
) => of(historyOfLoad('queue', [...operationEvents(operations), ...ends], { machines }))[0];

describe('lost messages', () => {
  test('what was consumed or is left in both passes is not lost', () => {
    expect(measure(lostWrites, [...three, receive([0])], left([1, 2]))).toEqual({
      status: 'known',
      subject: { workload: 'load' },
      value: 0,
      resolution: 0,
      evidence: [],
      note: 'of 3 acknowledged',
    });
  });

  test('what is gone before the clean restart went with the incident', () => {
    expect(measure(lostWrites, [...three, receive([0])], left([2]))).toEqual({
      status: 'known',
      subject: { workload: 'load' },
      value: 1,
      resolution: 0,
      evidence: [3, 8, 9],
      note: 'of 3 acknowledged; a middle stretch in the order of acknowledgement; absent: 1 from the queue (live), 1 from the queue (restarted); from every read: 1; by the incident: 1, only by the clean restart: 0',
    });
  });

  test('what is gone only after it went with the clean restart', () => {
    const found = measure(lostWrites, three, left([0, 1, 2], [0]));
    expect(found).toMatchObject({ status: 'known', value: 2 });
    expect(found?.note).toContain('by the incident: 0, only by the clean restart: 2');
  });

  test('a queue is one place: it does not matter which machine a message is read from', () => {
    const parts = finalReadEvents({ a: [0], b: [1, 2], c: [] }, { workload: 'load' });
    expect(measure(lostWrites, three, parts, ['a', 'b', 'c'])).toMatchObject({ value: 0 });
  });

  test.each(['fail', 'info', 'open'] as const)(
    'a send that ended in %s promised nothing',
    (type) => {
      expect(measure(lostWrites, [send(0, type)], left([]))).toMatchObject({ value: 0 });
    },
  );

  test('a delivery that certainly was not acknowledged must come again, or be left', () => {
    const returned = receive([0], { type: 'fail' });
    expect(measure(lostWrites, [send(0), returned], left([]))).toMatchObject({ value: 1 });
    expect(measure(lostWrites, [send(0), returned], left([0]))).toMatchObject({ value: 0 });
  });

  test('a delivery that may have been acknowledged is no evidence of a loss, but said', () => {
    const doubtful = receive([0], { type: 'info' });
    expect(measure(lostWrites, [send(0), doubtful], left([]))).toMatchObject({
      status: 'known',
      value: 0,
      note: 'of 1 acknowledged; perhaps consumed, and gone: 1',
    });
  });

  test('where one machine was not read, what the other pass proves is a lower bound', () => {
    const live = finalReadEvents({ a: [0], b: [1] }, { workload: 'load', passes: ['live'] });
    const one = finalReadEvents({ a: [] }, { workload: 'load', passes: ['restarted'] });
    expect(measure(lostWrites, three, [...live, ...one], ['a', 'b'])).toMatchObject({
      status: 'censored',
      atLeast: 1,
      note: expect.stringContaining('no final read of b (restarted)'),
    });
  });

  test('where one machine was read in neither pass, nothing is known to be lost', () => {
    const parts = finalReadEvents({ a: [] }, { workload: 'load' });
    expect(measure(lostWrites, three, parts, ['a', 'b'])).toMatchObject({
      status: 'unknown',
      reason: 'no final read of b (live), b (restarted)',
    });
  });

  test('a final read of something else is as good as none', () => {
    const strange = finalReadEvents({ a: ['all of it'] }, { workload: 'load' });
    expect(measure(lostWrites, three, strange)).toMatchObject({ status: 'unknown' });
  });

  test('the recovery point is that of the oldest confirmation that is gone', () => {
    const found = measure(rpo, three, [blowAt(1_000), ...left([0])]);
    expect(found).toMatchObject({ status: 'known', value: 890, note: '2 lost' });
  });
});

describe('phantom messages', () => {
  test.each<[string, readonly LiteralOperation[], readonly number[], string]>([
    ['failed, and was delivered', [send(0, 'fail'), receive([0])], [], '0 failed'],
    ['failed, and is left', [send(0, 'fail')], [0], '0 failed'],
    ['was never sent', [send(0), receive([0, 7])], [], '7 never-sent'],
    ['came before it was sent', [receive([0]), send(0)], [], '0 before-sent'],
  ])('what %s', (_, operations, rest, note) => {
    expect(measure(phantoms, operations, left(rest))).toMatchObject({
      status: 'known',
      value: 1,
      note,
    });
  });

  test('their evidence is where they came out', () => {
    expect(measure(phantoms, [send(0, 'fail'), receive([0])], left([]))?.evidence).toEqual([3]);
    expect(measure(phantoms, [send(0, 'fail')], left([0], []))?.evidence).toEqual([2]);
  });

  test('what is of unknown fate may come out', () => {
    expect(measure(phantoms, [send(0, 'info'), receive([0])], left([]))).toMatchObject({
      value: 0,
      note: '1 of 1 messages of unknown fate came out',
    });
  });
});

describe('duplicates', () => {
  test('a message consumed twice, with both deliveries', () => {
    expect(measure(duplicates, [send(0), receive([0]), receive([0])], left([]))).toMatchObject({
      status: 'known',
      value: 1,
      evidence: [3, 5],
      note: '0 consumed 2 times; redelivered, which is fine: 0',
    });
  });

  test('a message consumed, and drained in the end; to browse it is not to consume it', () => {
    const operations = [send(0), receive([0])];
    expect(measure(duplicates, operations, left([], [0]))).toMatchObject({ value: 1 });
    expect(measure(duplicates, operations, left([0], []))).toMatchObject({ value: 0 });
  });

  test('not a message that came again because nobody had acknowledged it', () => {
    const again = [receive([0], { type: 'info' }), receive([0], { redelivered: true })];
    expect(measure(duplicates, [send(0), ...again], left([]))).toMatchObject({
      value: 0,
      note: 'redelivered, which is fine: 1',
    });
  });
});

describe('out of order', () => {
  test('a message that comes after a later one of its producer', () => {
    expect(measure(outOfOrder, [...three, receive([1]), receive([0, 2])])).toEqual({
      status: 'known',
      subject: { workload: 'load' },
      value: 1,
      resolution: 0,
      evidence: [7, 9],
      note: 'of 3 deliveries; 0 came after 1',
    });
  });

  test('a message behind a later one in the same answer', () => {
    expect(measure(outOfOrder, [...three, receive([1, 0, 2])])).toMatchObject({ value: 1 });
  });

  test.each<[string, LiteralOperation, LiteralOperation]>([
    ['of another producer', { ...send(0), lane: 3 }, receive([0])],
    ['to another consumer', send(0), receive([0], { lane: 2 })],
    ['redelivered', send(0), receive([0], { redelivered: true })],
    ['of unknown fate', send(0, 'info'), receive([0])],
  ])('not one %s', (_, first, last) => {
    expect(measure(outOfOrder, [first, send(1), receive([1]), last])).toMatchObject({ value: 0 });
  });

  test('it needs no final read, but a delivery', () => {
    expect(measure(outOfOrder, three, left([0, 1, 2]))).toMatchObject({
      status: 'unknown',
      reason: 'nothing was delivered while it was sent',
    });
  });
});

test('a queue has one place, and is not read while it is written', () => {
  expect(measure(divergence, three, left([0, 1, 2]))).toBeUndefined();
  expect(measure(staleReads, three, left([0, 1, 2]))).toBeUndefined();
});

test.each<[string, LiteralOperation, string]>([
  ['another verb', { f: 'browse', value: null }, 'operation 3 is none of the vocabulary queue'],
  ['a strange answer', { ...receive([]), answer: 7 }, 'answered 7'],
  ['a receive that is ok without an answer', { f: 'receive', value: null }, 'has no answer'],
])('%s makes everything unknown', (_, operation, reason) => {
  for (const one of [lostWrites, phantoms, duplicates, outOfOrder]) {
    expect(measure(one, [...three, operation], left([]))).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining(reason),
    });
  }
});
