import { expect, test } from 'vitest';
import { checkListAppend, type ListAppendOptions } from './check.ts';
import { append, read, transaction } from './literal-transactions.ts';
import type { Transaction } from './transaction.ts';

const found = (
  history: readonly Transaction[],
  options: ListAppendOptions = { level: 'serializable' },
) => checkListAppend(history, options).counts;

const [x, y] = [1, 2];
const info = { outcome: 'info', settledAt: Number.POSITIVE_INFINITY } as const;

test('an empty history is valid', () => {
  expect(checkListAppend([], { level: 'strict-serializable' })).toEqual({
    valid: true,
    anomalies: [],
    counts: {},
    exhaustive: true,
  });
});

test('G0, write cycle (Adya 1999, H_wcycle): two transactions append in both orders', () => {
  const history = [
    transaction(1, [append(x, 1), append(y, 1)]),
    transaction(2, [append(x, 2), append(y, 2)]),
    transaction(3, [read(x, 1, 2), read(y, 2, 1)]),
  ];
  expect(found(history, { level: 'read-uncommitted' })).toMatchObject({ G0: 1 });
  expect(checkListAppend(history, { level: 'read-uncommitted' }).valid).toBe(false);
});

test('G1a, aborted read: an element of a failed transaction is seen', () => {
  const history = [
    transaction(1, [append(x, 1)], { outcome: 'fail' }),
    transaction(2, [read(x, 1)]),
  ];
  expect(checkListAppend(history, { level: 'read-committed' })).toEqual({
    valid: false,
    anomalies: [
      {
        type: 'G1a',
        violation: true,
        transactions: [1, 2],
        explanation: 'T1 failed, and yet T2 read its append of 1 to key 1.',
      },
    ],
    counts: { G1a: 1 },
    exhaustive: true,
  });
  expect(checkListAppend(history, { level: 'read-uncommitted' }).valid).toBe(true);
});

test('G1b, intermediate read: a state that its writer had not left behind', () => {
  const history = [transaction(1, [append(x, 1), append(x, 2)]), transaction(2, [read(x, 1)])];
  expect(found(history)).toEqual({ G1b: 1, 'G-single': 1 });
});

test('G1c, circular information flow: each saw an append of the other', () => {
  const history = [
    transaction(1, [append(x, 1), read(y, 1)]),
    transaction(2, [append(y, 1), read(x, 1)]),
  ];
  expect(found(history)).toEqual({ G1c: 1 });
});

test('G-single, read skew (Adya 1999, section 4.2): new y with old x', () => {
  const history = [
    transaction(1, [append(x, 1), append(y, 1)]),
    transaction(2, [read(x), read(y, 1)]),
  ];
  const { valid, anomalies } = checkListAppend(history, { level: 'snapshot-isolation' });
  expect(valid).toBe(false);
  expect(anomalies).toEqual([
    {
      type: 'G-single',
      violation: true,
      transactions: [1, 2],
      explanation:
        "T2 read [1] of key 2 and so saw T1's append of 1: T1 came before T2. T2 read [] of key 1 and so did not see T1's append of 1: T2 came before T1. So T1 came before itself, a contradiction.",
      cycle: [
        {
          from: 1,
          to: 2,
          kind: 'wr',
          key: 2,
          values: [1],
          explanation: "T2 read [1] of key 2 and so saw T1's append of 1",
        },
        {
          from: 2,
          to: 1,
          kind: 'rw',
          key: 1,
          values: [1],
          explanation: "T2 read [] of key 1 and so did not see T1's append of 1",
        },
      ],
    },
  ]);
  expect(checkListAppend(history, { level: 'read-committed' }).valid).toBe(true);
});

test('G2-item, write skew (Berenson et al. 1995, A5B): allowed by snapshot isolation alone', () => {
  const history = [
    transaction(1, [read(x), append(y, 1)]),
    transaction(2, [read(y), append(x, 1)]),
  ];
  expect(found(history)).toEqual({ 'G2-item': 1 });
  expect(checkListAppend(history, { level: 'snapshot-isolation' }).valid).toBe(true);
  expect(checkListAppend(history, { level: 'repeatable-read' }).valid).toBe(false);
});

test('G-nonadjacent, long fork (Sovran et al. 2011): two readers disagree who wrote first', () => {
  const history = [
    transaction(1, [append(x, 1)]),
    transaction(2, [append(y, 1)]),
    transaction(3, [read(x, 1), read(y)]),
    transaction(4, [read(x), read(y, 1)]),
  ];
  expect(found(history)).toEqual({ 'G-nonadjacent': 1 });
  expect(checkListAppend(history, { level: 'snapshot-isolation' }).valid).toBe(false);
});

test('each type of a component is told: a read skew does not hide a write skew', () => {
  const z = 3;
  const history = [
    transaction(1, [read(x), append(y, 1), append(z, 1)]),
    transaction(2, [read(y), append(x, 1)]),
    transaction(3, [read(y, 1), read(z)]),
  ];
  expect(found(history)).toEqual({ 'G-single': 1, 'G2-item': 1 });
});

test('a dependency outlives a failed append between the two', () => {
  const history = [
    transaction(1, [append(x, 1), read(y, 1)]),
    transaction(2, [append(x, 2)], { outcome: 'fail' }),
    transaction(3, [append(y, 1), read(x, 1, 2)]),
  ];
  expect(found(history)).toEqual({ G1a: 1, G1c: 1 });
});

test('lost update (Adya 1999, H_lu): both read the same version and appended', () => {
  const history = [
    transaction(1, [read(x), append(x, 1)]),
    transaction(2, [read(x), append(x, 2)]),
    transaction(3, [read(x, 1, 2)]),
  ];
  expect(found(history)).toEqual({ 'lost-update': 1, 'G-single': 1 });
  const unread = found(history.slice(0, 2));
  expect(unread, 'the order of the appends is not needed').toMatchObject({ 'lost-update': 1 });
});

test('a read of the list that it then extends, never read again, is no anomaly', () => {
  expect(found([transaction(1, [read(x), append(x, 1)])])).toEqual({});
});

test('dirty update (Elle): a committed append on top of a failed one', () => {
  const history = [
    transaction(1, [append(x, 1)], { outcome: 'fail' }),
    transaction(2, [append(x, 2)]),
    transaction(3, [read(x, 1, 2)]),
  ];
  expect(found(history)).toEqual({ G1a: 1, 'dirty-update': 1 });
});

test('incompatible order (Elle): two reads that are not prefixes of one list', () => {
  const history = [
    transaction(1, [append(x, 1)]),
    transaction(2, [append(x, 2)]),
    transaction(3, [read(x, 1, 2)]),
    transaction(4, [read(x, 2)]),
  ];
  const { anomalies, counts } = checkListAppend(history, { level: 'read-committed' });
  expect(counts).toEqual({ 'incompatible-order': 1 });
  expect(anomalies[0]).toMatchObject({
    transactions: [3, 4],
    explanation:
      'T3 read [1] in key 1 where T4 read [2]: the two states belong to no common order of appends.',
  });
});

test('duplicate elements (Elle): one append seen twice, and that alone', () => {
  const history = [
    transaction(1, [append(x, 1)]),
    transaction(2, [append(x, 2)]),
    transaction(3, [read(x, 1, 2, 1)]),
    transaction(4, [read(x, 1, 2)]),
  ];
  expect(found(history, { level: 'read-uncommitted' })).toEqual({ 'duplicate-elements': 1 });
});

test('garbage read (Elle): an element that nobody appended', () => {
  const history = [transaction(1, [append(x, 1)]), transaction(2, [read(x, 1, 9)])];
  expect(found(history, { level: 'read-uncommitted' })).toEqual({ 'garbage-read': 1 });
});

test.each([
  ['a read that lacks its own append', [append(x, 1), read(x)]],
  ['two reads that differ', [read(x), read(x, 5)]],
  ['a read that is not the first one and its own append', [read(x, 5), append(x, 1), read(x, 1)]],
])('internal (Cerone et al. 2015): %s', (_, ops) => {
  const history = [transaction(1, [append(x, 5)]), transaction(2, ops)];
  expect(found(history)).toMatchObject({ internal: 1 });
});

test('future read (Elle): it saw what it appended only later', () => {
  expect(found([transaction(1, [read(x, 1), append(x, 1)])])).toEqual({ 'future-read': 1 });
});

test('stale read: G-single-realtime breaks strict serializability, not serializability', () => {
  const history = [
    transaction(1, [append(x, 1)], { settledAt: 10 }),
    transaction(2, [read(x)], { invokedAt: 20 }),
    transaction(3, [read(x, 1)], { invokedAt: 0 }),
  ];
  expect(checkListAppend(history, { level: 'serializable' }).counts).toEqual({});
  const { valid, anomalies } = checkListAppend(history, { level: 'strict-serializable' });
  expect(valid).toBe(false);
  expect(anomalies).toMatchObject([
    {
      type: 'G-single-realtime',
      transactions: [1, 2],
      cycle: [
        { kind: 'realtime', explanation: 'T1 ended at 10 ms, before T2 began at 20 ms' },
        { kind: 'rw' },
      ],
    },
  ]);
  const asked = checkListAppend(history, { level: 'serializable', orders: ['realtime'] });
  expect(asked).toMatchObject({ valid: true, anomalies: [{ violation: false }] });
});

test('a lane that does not see its own append: G-single-process', () => {
  const history = [
    transaction(1, [append(x, 1)], { lane: 7, settledAt: 10 }),
    transaction(2, [read(x)], { lane: 7, invokedAt: 10 }),
  ];
  const { counts } = checkListAppend(history, { level: 'strict-serializable' });
  expect(counts).toEqual({ 'G-single-process': 1 });
});

test('what nobody knows to have happened precedes nothing and is missed by nobody', () => {
  const history = [
    transaction(1, [append(x, 1)], { ...info, lane: 7, settledAt: 10 }),
    transaction(2, [read(x)], { lane: 7, invokedAt: 20, settledAt: 30 }),
    transaction(3, [read(x, 1)], { lane: 7, invokedAt: 40, settledAt: 50 }),
    transaction(4, [append(y, 1)], info),
    transaction(5, [read(y)], { invokedAt: 900 }),
  ];
  expect(found(history, { level: 'strict-serializable' })).toEqual({});
});

test('what nobody was told of but somebody saw did happen', () => {
  const history = [
    transaction(1, [append(x, 1), append(y, 1)], info),
    transaction(2, [read(x, 1), read(y)]),
  ];
  expect(found(history)).toEqual({ 'G-single': 1 });
});

test('instants that are equal are no order in real time', () => {
  const history = [
    transaction(1, [append(x, 1)], { settledAt: 10 }),
    transaction(2, [read(x)], { invokedAt: 10 }),
  ];
  expect(found(history, { level: 'strict-serializable' })).toEqual({});
});

test.each<[string, readonly Transaction[]]>([
  [
    'a value that was appended twice',
    [transaction(1, [append(x, 1)]), transaction(2, [append(x, 1)]), transaction(3, [read(x, 1)])],
  ],
  ['a committed read without an answer', [transaction(1, [{ f: 'r', key: x, value: undefined }])]],
  ['transactions without operations', [transaction(1, []), transaction(2, [])]],
  [
    'a transaction that took no time',
    [
      transaction(1, [append(x, 1)], { invokedAt: 5, settledAt: 5, lane: 1 }),
      transaction(2, [read(x)], { invokedAt: 5, settledAt: 5, lane: 1 }),
    ],
  ],
  [
    'times that are none',
    [transaction(1, [append(x, 1)], { invokedAt: Number.NaN, settledAt: Number.NaN })],
  ],
])('%s is no anomaly', (_, history) => {
  expect(found(history, { level: 'strict-serializable' })).toEqual({});
});

test('many unseen appends to one list and many readers of it stay linear and sound', () => {
  const updaters = Array.from({ length: 3_000 }, (_, id) => transaction(id, [append(x, id)]));
  const readers = Array.from({ length: 3_000 }, (_, id) => transaction(10_000 + id, [read(x)]));
  const cycle = [
    transaction(20_000, [append(x, -1), append(y, 1)]),
    transaction(20_001, [read(x), read(y, 1)]),
  ];
  expect(found([...updaters, ...readers])).toEqual({});
  expect(found([...updaters, ...readers, ...cycle])).toEqual({ 'G-single': 1 });
  const both = Array.from({ length: 50 }, (_, id) => transaction(id, [read(x), append(x, id)]));
  expect(found(both)).toEqual({ 'lost-update': 1, 'G2-item': 1 });
});

test('all anomalies are counted, the first of each type told', () => {
  const history = Array.from({ length: 50 }, (_, id) => transaction(id, [read(id, 1)]));
  const { anomalies, counts } = checkListAppend(history, { level: 'serializable', perType: 3 });
  expect(counts).toEqual({ 'garbage-read': 50 });
  expect(anomalies.map(({ transactions }) => transactions)).toEqual([[0], [1], [2]]);
});
