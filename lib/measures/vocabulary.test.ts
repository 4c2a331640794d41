import { expect, test } from 'vitest';
import type { Header, HistoryEvent, Json } from '../core/history.ts';
import type { Measure } from '../core/measure.ts';
import { bankErrors } from './bank-errors.ts';
import { duplicates } from './duplicates.ts';
import { flicker } from './flicker.ts';
import { linearizability } from './linearizability.ts';
import { historyOfLoad, operationEvents } from './literal-history.ts';
import { lostWrites } from './lost-writes.ts';
import { staleReads } from './stale-reads.ts';
import { transactionAnomalies } from './transaction-anomalies.ts';

type Spoken = readonly [f: string, value: Json, answer?: Json];

/** Operations one after another, all answered ok. */
function eventsOf(all: readonly Spoken[]): readonly HistoryEvent[] {
  return operationEvents(
    all.map(([f, value, answer]) => ({ f, value, ...(answer === undefined ? {} : { answer }) })),
  );
}

function measure(
  { of }: Measure,
  vocabulary: string,
  events: readonly HistoryEvent[],
  settings: Header['topology']['settings'] = {},
) {
  return of(historyOfLoad(vocabulary, events, { settings }));
}

test('a register that answers what was last written is linearizable, a stale answer is not', () => {
  const sound = eventsOf([
    ['read', [1], null],
    ['write', [1, 5]],
    ['cas', [1, 4, 6], 'mismatch'],
    ['cas', [1, 5, 6]],
    ['read', [1], 6],
  ]);
  expect(measure(linearizability, 'register', sound)).toMatchObject([{ value: 0 }]);
  const stale = eventsOf([
    ['write', [1, 5]],
    ['write', [1, 6]],
    ['read', [1], 5],
  ]);
  const [found] = measure(linearizability, 'register', stale);
  expect(found).toMatchObject({ status: 'known', value: 1, evidence: expect.arrayContaining([5]) });
});

test('an aborted read is an anomaly, whose transactions are the evidence', () => {
  const [append, , ...read] = eventsOf([
    ['txn', [['append', 1, 7]]],
    ['txn', [['r', 1, null]], [['r', 1, [7]]]],
  ]);
  const failed: HistoryEvent = { t: 10, type: 'fail', workload: 'load', id: 0 };
  const events = [append, failed, ...read].flatMap((event) => event ?? []);
  const [found] = measure(transactionAnomalies, 'list-append', events);
  expect(found).toMatchObject({ value: 1, note: expect.stringContaining('G1a') });
  expect(found?.evidence).toContain(3);
});

test('what the promised isolation level allows is no violation', () => {
  const skewed = eventsOf([
    ['txn', [['append', 1, 1]], [['append', 1, 1]]],
    ['txn', [['r', 1, null]], [['r', 1, []]]],
  ]);
  const count = (isolation: string) =>
    measure(transactionAnomalies, 'list-append', skewed, { isolation })[0];
  expect(count('serializable')).toMatchObject({ value: 0 });
  expect(count('strict-serializable')).toMatchObject({ value: 1 });
});

test('money that a read does not show is an error, and so is a node that was not read', () => {
  const settings = { accounts: 2, total: 10 };
  const events = eventsOf([
    ['transfer', [0, 1, 5]],
    ['read', null, [5, 5]],
    ['read', null, [5, 4]],
  ]);
  const reads = (['live', 'restarted'] as const).map(
    (pass): HistoryEvent => ({
      t: 9_000,
      type: 'final-read',
      workload: 'load',
      machine: 'a',
      pass,
      elements: [5, 5],
    }),
  );
  expect(measure(bankErrors, 'bank', [...events, ...reads], settings)).toMatchObject([
    { status: 'known', value: 1, evidence: [5] },
  ]);
  const short = reads.map((read): HistoryEvent => ({ ...read, elements: [5, 4] }) as HistoryEvent);
  expect(measure(bankErrors, 'bank', [...events.slice(0, 4), ...short], settings)).toMatchObject([
    { status: 'known', value: 2, evidence: [4, 5] },
  ]);
  expect(measure(bankErrors, 'bank', events, settings)).toMatchObject([
    { status: 'censored', atLeast: 1 },
  ]);
  expect(measure(bankErrors, 'bank', [...events, ...reads], {})).toMatchObject([
    { status: 'unknown', reason: 'its workload does not say which accounts there are' },
  ]);
  expect(measure(bankErrors, 'bank', events.slice(0, 4), settings)).toMatchObject([
    { status: 'unknown' },
  ]);
});

test('an operation that is not of the vocabulary makes the finding unknown', () => {
  const events = eventsOf([['increment', [1]]]);
  expect(measure(linearizability, 'register', events)).toMatchObject([
    { status: 'unknown', reason: expect.stringContaining('increment [1]') },
  ]);
});

test('a measure has nothing to say of another vocabulary', () => {
  const events = eventsOf([['write', [1, 5]]]);
  for (const one of [transactionAnomalies, bankErrors, lostWrites]) {
    expect(measure(one, 'register', events)).toEqual([]);
  }
});

test('a read of a set that was answered with something else makes what it could tell unknown', () => {
  const events = eventsOf([
    ['add', 0],
    ['read', null, [0]],
    ['read', null, 'all of it'],
  ]);
  for (const one of [staleReads, flicker, duplicates]) {
    expect(measure(one, 'set', events)).toMatchObject([
      { status: 'unknown', reason: '1 reads were answered with no set' },
    ]);
  }
});
