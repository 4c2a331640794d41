import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkQueue } from './check-queue.ts';
import type { Delivery, QueueHistory, QueueResult, Send } from './types.ts';

/** Message n of producer 0: sent at 100 n, confirmed 150 ms later, so that sends overlap. */
const send = (value: number, outcome: Send['outcome'] = 'ok', producer = 0): Send => ({
  id: 1_000 + value,
  producer,
  value,
  invokedAt: 100 * value,
  settledAt: outcome === 'open' ? Number.POSITIVE_INFINITY : 100 * value + 150,
  outcome,
});

const delivery = (value: number, at: number, changes: Partial<Delivery> = {}): Delivery => ({
  value,
  consumer: 0,
  at,
  place: 0,
  redelivered: false,
  outcome: 'ok',
  ...changes,
});

const three = [send(0), send(1), send(2)];
const inOrder = [delivery(0, 500), delivery(1, 510), delivery(2, 520)];
const check = (history: Partial<QueueHistory>) =>
  checkQueue({ sends: three, deliveries: [], drained: [], ...history });

function anomalies({ lost, duplicated, unexpected, orderViolations }: QueueResult) {
  const found = { lost, duplicated, unexpected, orderViolations };
  return Object.entries(found).flatMap(([name, { count }]) => (count > 0 ? [name] : []));
}

test('what is delivered in order or drained has no findings', () => {
  expect(check({ deliveries: inOrder.slice(0, 2), drained: [2] })).toEqual({
    attempted: 3,
    acknowledged: 3,
    indeterminate: 0,
    lost: { count: 0, examples: [], shape: 'none' },
    duplicated: { count: 0, examples: [] },
    redelivered: { count: 0, examples: [] },
    unsettled: { count: 0, examples: [] },
    recovered: { count: 0, examples: [] },
    unexpected: { count: 0, examples: [] },
    orderViolations: { count: 0, examples: [] },
  });
});

describe('jepsen.checker/total-queue', () => {
  test('lost: confirmed, neither delivered nor drained', () => {
    expect(check({ deliveries: inOrder.slice(1) }).lost).toEqual({
      count: 1,
      examples: [{ value: 0, id: 1_000, acknowledgedAt: 150 }],
      shape: 'prefix',
    });
  });

  test.each(['info', 'open', 'fail'] as const)('not lost: a send that ended in %s', (outcome) => {
    expect(anomalies(check({ sends: [send(0, outcome)] }))).toEqual([]);
  });

  test('duplicated: consumed twice', () => {
    const again = delivery(1, 600, { redelivered: true });
    expect(check({ deliveries: [...inOrder, again] }).duplicated).toEqual({
      count: 1,
      examples: [{ value: 1, deliveries: [inOrder[1], again], drained: 0, consumed: 2 }],
    });
  });

  test('duplicated: consumed and then drained', () => {
    expect(anomalies(check({ deliveries: inOrder, drained: [1] }))).toEqual(['duplicated']);
  });

  test('duplicated: more often than it was sent', () => {
    const sends = [send(0), { ...send(0), id: 7 }];
    const twice = [delivery(0, 500), delivery(0, 510)];
    expect(anomalies(check({ sends, deliveries: twice }))).toEqual([]);
    expect(anomalies(check({ sends, deliveries: twice, drained: [0] }))).toEqual(['duplicated']);
  });

  test('recovered: of unknown fate, and delivered', () => {
    const found = check({ sends: [send(0, 'info')], deliveries: [delivery(0, 500)] });
    expect(found.recovered).toEqual({ count: 1, examples: [{ value: 0, id: 1_000 }] });
    expect(anomalies(found)).toEqual([]);
  });

  test.each([
    ['never sent', [], { kind: 'never-sent' }],
    ['failed', [send(0, 'fail')], { kind: 'failed', id: 1_000 }],
    ['not yet sent', [{ ...send(0), invokedAt: 600 }], { kind: 'before-sent', id: 1_000 }],
  ])('unexpected: %s', (_, sends, facts) => {
    const found = check({ sends, deliveries: [delivery(0, 500)] });
    expect(found.unexpected.examples).toMatchObject([{ value: 0, ...facts }]);
  });
});

describe('redelivery (AMQP 0-9-1)', () => {
  const unacknowledged = delivery(1, 505, { outcome: 'fail', consumer: 1 });

  test('of an unacknowledged message is apart from duplicates', () => {
    const found = check({ deliveries: [unacknowledged, ...inOrder] });
    expect(anomalies(found)).toEqual([]);
    expect(found.redelivered).toEqual({
      count: 1,
      examples: [{ value: 1, deliveries: [unacknowledged, inOrder[1]], drained: 0 }],
    });
  });

  test('that never came is a loss: nobody had acknowledged the message', () => {
    const found = check({ sends: [send(1)], deliveries: [unacknowledged] });
    expect(anomalies(found)).toEqual(['lost']);
  });

  test('that never came, after an acknowledgement that may have arrived: unsettled', () => {
    const found = check({ sends: [send(1)], deliveries: [delivery(1, 505, { outcome: 'info' })] });
    expect(anomalies(found)).toEqual([]);
    expect(found.unsettled).toMatchObject({ count: 1, examples: [{ value: 1 }] });
  });
});

describe('order (RabbitMQ: of one producer, through one queue, to one consumer)', () => {
  test('a message overtaken by a later one', () => {
    const deliveries = [delivery(0, 500), delivery(2, 510), delivery(1, 520)];
    expect(check({ deliveries }).orderViolations).toEqual({
      count: 1,
      examples: [
        {
          producer: 0,
          consumer: 0,
          earlier: { value: 1, id: 1_001, deliveredAt: 520 },
          later: { value: 2, id: 1_002, deliveredAt: 510 },
        },
      ],
    });
  });

  test.each([
    ['a redelivered message', { redelivered: true }, {}],
    ['another consumer', { consumer: 1 }, {}],
    ['the same instant', { at: 510 }, {}],
    ['another producer', {}, { producer: 1 }],
    ['a send of unknown fate', {}, { outcome: 'info' as const }],
    ['sends of one instant', {}, { invokedAt: 200 }],
  ])('not: %s', (_, changes, sendChanges) => {
    const sends = [send(0), { ...send(1), ...sendChanges }, send(2)];
    const deliveries = [delivery(0, 500), delivery(2, 510), delivery(1, 520, changes)];
    expect(anomalies(check({ sends, deliveries }))).toEqual([]);
  });

  test('of one answer, by their places in it', () => {
    const together = [delivery(2, 510, { place: 0 }), delivery(1, 510, { place: 1 })];
    expect(
      check({ deliveries: [inOrder[0] ?? [], together].flat() }).orderViolations,
    ).toMatchObject({ count: 1, examples: [{ earlier: { value: 1 }, later: { value: 2 } }] });
  });

  test('not: an unflagged second delivery', () => {
    const first = delivery(1, 505, { outcome: 'fail', consumer: 1 });
    const deliveries = [first, delivery(0, 500), delivery(2, 510), delivery(1, 520)];
    expect(anomalies(check({ deliveries }))).toEqual([]);
  });
});

/** A queue that works: in order of sending, to consumers that sometimes give a message back. */
const correctHistory = fc
  .array(
    fc.record({
      outcome: fc.constantFrom('ok', 'ok', 'info', 'open', 'fail'),
      happened: fc.boolean(),
      producer: fc.nat(2),
      consumer: fc.nat(2),
      fate: fc.constantFrom('consumed', 'consumed', 'returned', 'drained'),
    }),
    { minLength: 3, maxLength: 60 },
  )
  .map((messages): QueueHistory => {
    const there = messages
      .map((message, value) => ({ ...message, value }))
      .filter(({ outcome, happened }) => outcome === 'ok' || (outcome !== 'fail' && happened));
    return {
      sends: messages.map(({ outcome, producer }, value) => send(value, outcome, producer)),
      deliveries: there.flatMap(({ value, consumer, fate }) => {
        const outcome = fate === 'consumed' ? 'ok' : 'fail';
        const first = delivery(value, 10_000 + value, { consumer, outcome });
        const again = { consumer: (consumer + 1) % 3, redelivered: true };
        if (fate === 'drained') return [];
        return fate === 'consumed' ? [first] : [first, delivery(value, 20_000 - value, again)];
      }),
      drained: there.filter(({ fate }) => fate === 'drained').map(({ value }) => value),
    };
  });

describe('a queue that works', () => {
  const holds = (property: (history: QueueHistory, value: number) => void) =>
    fc.assert(
      fc.property(correctHistory, fc.nat(), (history, nth) => {
        const confirmed = history.sends.filter(({ outcome }) => outcome === 'ok');
        const value = confirmed[nth % confirmed.length]?.value;
        fc.pre(value !== undefined);
        property(history, value);
      }),
      { numRuns: 200 },
    );

  test('has no anomaly', () => {
    holds((history) => expect(anomalies(checkQueue(history))).toEqual([]));
  });

  test('that loses one message: lost alone', () => {
    holds((history, lost) => {
      const deliveries = history.deliveries.filter(({ value }) => value !== lost);
      const drained = history.drained.filter((value) => value !== lost);
      const found = checkQueue({ ...history, deliveries, drained });
      expect(anomalies(found)).toEqual(['lost']);
      expect(found.lost).toMatchObject({ count: 1, examples: [{ value: lost }] });
    });
  });

  test('that hands out one message again: duplicated alone', () => {
    holds((history, value) => {
      const drained = [...history.drained, value];
      expect(anomalies(checkQueue({ ...history, drained }))).toEqual(['duplicated']);
    });
  });

  test('that makes one message up: unexpected alone', () => {
    holds((history) => {
      const deliveries = [...history.deliveries, delivery(-1, 30_000)];
      expect(anomalies(checkQueue({ ...history, deliveries }))).toEqual(['unexpected']);
    });
  });

  test('that delivers one message late: order alone', () => {
    holds((history, value) => {
      const later = send(9_000);
      const sent = history.sends.find((one) => one.value === value);
      const sends = [...history.sends, { ...later, producer: sent?.producer ?? 0 }];
      const deliveries = [
        ...history.deliveries.filter((one) => one.value !== value),
        delivery(9_000, 1_000_000, { consumer: 5 }),
        delivery(value, 1_000_001, { consumer: 5 }),
      ];
      const drained = history.drained.filter((one) => one !== value);
      const found = checkQueue({ sends, deliveries, drained });
      expect(anomalies(found)).toEqual(['orderViolations']);
      expect(found.orderViolations.count).toBe(1);
    });
  });

  test('gives the same result in any order, and twice', () => {
    const shuffled = <T>(items: readonly T[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length });
    const pair = correctHistory.chain((history) =>
      fc.tuple(
        fc.constant(history),
        fc.record({
          sends: shuffled(history.sends.slice(1)),
          deliveries: shuffled(history.deliveries),
          drained: shuffled(history.drained),
        }),
      ),
    );
    fc.assert(
      fc.property(pair, ([history, other]) => {
        const sends = history.sends.slice(1);
        expect(checkQueue(other)).toEqual(checkQueue({ ...history, sends }));
        expect(checkQueue(other)).toEqual(checkQueue(other));
      }),
    );
  });
});
