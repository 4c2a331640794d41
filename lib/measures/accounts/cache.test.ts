import { describe, expect, test } from 'vitest';
import type { Measure } from '../../core/measure.ts';
import { cacheMisses } from '../cache-misses.ts';
import { historyOfLoad, type LiteralOperation, operationEvents } from '../literal-history.ts';
import { lostWrites } from '../lost-writes.ts';
import { phantoms } from '../phantoms.ts';
import { staleReads } from '../stale-reads.ts';

/** Ids are positions: operation `id` makes version `id` of the entry. */
type Entry = readonly [key: number, version: number];

const update = ([...value]: Entry, changes: Partial<LiteralOperation> = {}): LiteralOperation => ({
  f: 'update',
  value,
  ...changes,
});
const hit = (
  [...value]: Entry,
  found: number,
  changes: Partial<LiteralOperation> = {},
): LiteralOperation => ({ f: 'fetch', value, answer: { found, stored: false }, ...changes });
const miss = ([...value]: Entry): LiteralOperation => ({
  f: 'fetch',
  value,
  answer: { found: null, stored: true },
});

const measure = ({ of }: Measure, operations: readonly LiteralOperation[]) =>
  of(historyOfLoad('cache', operationEvents(operations)));

describe('stale reads', () => {
  test('are answers with an entry that an acknowledged update had replaced', () => {
    const operations = [miss([1, 0]), update([1, 1]), hit([1, 2], 1), hit([1, 3], 0)];
    expect(measure(staleReads, operations)).toEqual([
      {
        status: 'known',
        subject: { workload: 'load' },
        value: 1,
        resolution: 0,
        evidence: [7],
        note: 'of 2 fetches that found something, 1 answered an entry that had been updated; #3 found 0 in entry 1',
      },
    ]);
  });

  test.each([
    ['an update of another entry', [update([1, 0]), update([2, 1]), hit([1, 2], 0)]],
    [
      'an update that nobody acknowledged',
      [update([1, 0]), update([1, 1], { type: 'info' }), hit([1, 2], 0)],
    ],
    [
      'an update of the same time',
      [update([1, 0]), update([1, 1], { after: 150 }), hit([1, 2], 0)],
    ],
    [
      'an entry made at the time of the update',
      [update([1, 0], { after: 150 }), update([1, 1]), hit([1, 2], 0)],
    ],
    ['an entry that was only made anew elsewhere', [update([1, 0]), miss([1, 1]), hit([1, 2], 0)]],
    [
      'an entry of unknown fate',
      [update([1, 0], { type: 'info' }), update([1, 1]), hit([1, 2], 0)],
    ],
  ])('%s makes none', (_, operations) => {
    expect(measure(staleReads, operations)).toMatchObject([{ status: 'known', value: 0 }]);
  });

  test('where nothing was ever found, nothing is known', () => {
    expect(measure(staleReads, [update([1, 0]), miss([2, 1])])).toMatchObject([
      { status: 'unknown', reason: 'no fetch ever found anything' },
    ]);
  });
});

describe('phantoms', () => {
  test.each([
    ['another entry', [update([2, 0]), hit([1, 1], 0)]],
    ['what certainly was not stored', [update([1, 0], { type: 'fail' }), hit([1, 1], 0)]],
    ['what was found, not made', [update([1, 0]), hit([1, 1], 0), hit([1, 2], 1)]],
    ['no entry at all', [update([1, 0]), hit([1, 1], -1)]],
  ])('%s is one', (_, operations) => {
    expect(measure(phantoms, operations)).toMatchObject([{ status: 'known', value: 1 }]);
  });

  test('what may have been stored is none', () => {
    const operations = [update([1, 0], { type: 'info' }), hit([1, 1], 0)];
    expect(measure(phantoms, operations)).toMatchObject([{ status: 'known', value: 0 }]);
  });
});

describe('cache misses', () => {
  test('are fetches of what had been stored before; the first one is none', () => {
    const operations = [miss([1, 0]), hit([1, 1], 0), miss([1, 2]), update([2, 3]), miss([2, 4])];
    expect(measure(cacheMisses, operations)).toEqual([
      {
        status: 'known',
        subject: { workload: 'load' },
        value: 2,
        resolution: 0,
        evidence: [5, 9],
        note: '1 of 3 fetches found an entry that had been stored before',
      },
    ]);
  });

  test('where nothing was fetched twice, nothing is known', () => {
    expect(measure(cacheMisses, [miss([1, 0])])).toMatchObject([
      { status: 'unknown', reason: 'no entry was fetched after it had been stored' },
    ]);
  });
});

test('a cache may forget: nothing is lost', () => {
  expect(measure(lostWrites, [update([1, 0])])).toEqual([]);
});

test('an answer in other words makes it unknown', () => {
  const strange = { f: 'fetch', value: [1, 0], answer: 'hello' };
  for (const one of [staleReads, phantoms, cacheMisses]) {
    expect(measure(one, [strange])).toMatchObject([
      { status: 'unknown', reason: expect.stringContaining('none of the vocabulary cache') },
    ]);
  }
});
