import { describe, expect, test } from 'vitest';
import type { HistoryEvent, Json } from '../../core/history.ts';
import type { Measure } from '../../core/measure.ts';
import { corruptObjects } from '../corrupt-objects.ts';
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
import { phantoms } from '../phantoms.ts';
import { rpo } from '../rpo.ts';
import { staleReads } from '../stale-reads.ts';

type Outcome = NonNullable<LiteralOperation['type']>;

const write = (name: number, version: number, type: Outcome = 'ok'): LiteralOperation => ({
  f: 'write',
  value: [name, version],
  type,
});
const erase = (name: number, type: Outcome = 'ok'): LiteralOperation => ({
  f: 'delete',
  value: [name],
  type,
});
const read = (name: number, answer: number | null): LiteralOperation => ({
  f: 'read',
  value: [name],
  answer,
});

/** Versions 0 and 1 of object 5, acknowledged at 10 and 110 ms, and 2 of object 6, at 210 ms. */
const written = [write(5, 0), write(5, 1), write(6, 2)];

const held = (a: Json[], b: Json[] = a): readonly HistoryEvent[] =>
  finalReadEvents({ a, b }, { workload: 'load' });

const measure = (
  { of }: Measure,
  operations: readonly LiteralOperation[],
  ends: readonly HistoryEvent[] = [],
) =>
  of(
    historyOfLoad('objects', [...operationEvents(operations), ...ends], { machines: ['a', 'b'] }),
  )[0];

const sound: Json[] = [
  [5, 1],
  [6, 2],
];

describe('lost objects', () => {
  test('none where each node holds the last version of each', () => {
    expect(measure(lostWrites, written, held(sound))).toEqual({
      status: 'known',
      subject: { workload: 'load' },
      value: 0,
      resolution: 0,
      evidence: [],
      note: 'of 2 acknowledged',
    });
  });

  test.each<[string, Json[], string]>([
    ['absent', [[6, 2]], 'objects absent: 1'],
    [
      'there in an older version',
      [
        [5, 0],
        [6, 2],
      ],
      'objects older, or there again: 1',
    ],
    [
      'damaged',
      [
        [5, -1],
        [6, 2],
      ],
      'objects with contents that explain nothing: 1',
    ],
  ])('an object is lost that one node has %s', (_, elements, kind) => {
    expect(measure(lostWrites, written, held(sound, elements))).toEqual({
      status: 'known',
      subject: { workload: 'load' },
      value: 1,
      resolution: 0,
      evidence: [3, 7, 9],
      note: `of 2 acknowledged; a prefix in the order of acknowledgement; absent: 1 from b (live), 1 from b (restarted); from every read: 0; ${kind}`,
    });
  });

  test('an object that was deleted and is there again lost its deletion', () => {
    const found = measure(lostWrites, [...written, erase(6)], held(sound));
    expect(found).toMatchObject({ value: 1, evidence: expect.arrayContaining([7]) });
  });

  test.each<[string, readonly LiteralOperation[], Json[]]>([
    ['was deleted', [...written, erase(6)], [[5, 1]]],
    ['may have been deleted', [...written, erase(6, 'info')], [[5, 1]]],
    [
      'may have been written since',
      [...written, write(6, 3, 'info')],
      [
        [5, 1],
        [6, 3],
      ],
    ],
    ['was never acknowledged', [...written, write(7, 3, 'open')], sound],
  ])('not an object that %s', (_, operations, elements) => {
    expect(measure(lostWrites, operations, held(elements))).toMatchObject({ value: 0 });
  });

  test('without a final read of every node, what is lost is at least that', () => {
    const one = (elements: Json[]) => finalReadEvents({ a: elements }, { workload: 'load' });
    expect(measure(lostWrites, written, one([[5, 1]]))).toMatchObject({
      status: 'censored',
      atLeast: 1,
    });
    expect(measure(lostWrites, written, one(sound))).toMatchObject({ status: 'unknown' });
  });

  test('the recovery point is before all that was acknowledged since what is there', () => {
    const operations = [...written, write(5, 3)];
    const point = (elements: Json[]) =>
      measure(rpo, operations, [blowAt(1_000), ...held(elements)]);
    expect(
      point([
        [5, 3],
        [6, 2],
      ]),
    ).toMatchObject({ value: 0 });
    expect(
      point([
        [5, 1],
        [6, 2],
      ]),
    ).toMatchObject({ value: 690, note: '1 lost' });
    expect(
      point([
        [5, 0],
        [6, 2],
      ]),
    ).toMatchObject({ value: 890, note: '2 lost' });
    expect(point([[6, 2]])).toMatchObject({ value: 990, note: '3 lost' });
    expect(
      point([
        [5, -1],
        [6, 2],
      ]),
    ).toMatchObject({ value: 690, note: '1 lost' });
  });
});

describe('stale reads', () => {
  test('show less than was acknowledged before they began, with the worst lag', () => {
    expect(measure(staleReads, [...written, read(5, 0), read(5, 1), read(6, null)])).toEqual({
      status: 'known',
      subject: { workload: 'load' },
      value: 2,
      resolution: 0,
      evidence: [7, 11],
      note: 'of 3 reads; the worst lagged 290 ms behind',
    });
  });

  test('show what had been deleted', () => {
    expect(measure(staleReads, [...written, erase(6), read(6, 2)])).toMatchObject({
      value: 1,
      note: expect.stringContaining('of what had been deleted: 1'),
    });
  });

  test('show what an earlier read had seen replaced, acknowledged or not', () => {
    const operations = [...written, write(5, 3, 'info'), read(5, 3), read(5, 1)];
    expect(measure(staleReads, operations)).toMatchObject({
      value: 1,
      evidence: [11],
      note: 'of 2 reads; of what an earlier read had seen replaced: 1',
    });
  });

  test('not where the newer version is of unknown fate, and nobody saw it', () => {
    const operations = [...written, write(5, 3, 'info'), read(5, 1)];
    expect(measure(staleReads, operations)).toMatchObject({ value: 0 });
  });

  test('are unknown where nothing was read', () => {
    expect(measure(staleReads, written, held(sound))).toMatchObject({
      status: 'unknown',
      reason: 'no object was read while they were written',
    });
  });
});

describe('corrupt objects', () => {
  test.each<[string, readonly LiteralOperation[], Json[], readonly number[], string]>([
    ['damaged in a read', [read(5, -1)], sound, [7], 'object 5: damaged'],
    [
      'damaged in the end',
      [],
      [
        [5, -1],
        [6, 2],
      ],
      [6, 7, 8, 9],
      'object 5: damaged',
    ],
    ["another object's", [read(6, 1)], sound, [7], 'object 6: version 1'],
  ])('contents are %s', (_, operations, elements, evidence, note) => {
    expect(measure(corruptObjects, [...written, ...operations], held(elements))).toEqual({
      status: 'known',
      subject: { workload: 'load' },
      value: 1,
      resolution: 0,
      evidence,
      note,
    });
  });

  test('several reads of one object are one', () => {
    const operations = [...written, read(5, -1), read(5, 9)];
    expect(measure(corruptObjects, operations, held(sound))).toMatchObject({ value: 1 });
  });
});

describe('phantom objects', () => {
  test.each<[string, readonly LiteralOperation[], Json[], string]>([
    [
      'failed',
      [write(5, 3, 'fail')],
      [
        [5, 3],
        [6, 2],
      ],
      'object 5: version 3, failed',
    ],
    [
      'had not begun',
      [read(6, 9), write(6, 9)],
      [
        [5, 1],
        [6, 9],
      ],
      'object 6: version 9, before-sent',
    ],
    ['nobody sent', [], [...sound, [7, 0]], 'object 7: version 0'],
  ])('hold what %s', (_, operations, elements, note) => {
    expect(measure(phantoms, [...written, ...operations], held(elements))).toMatchObject({
      status: 'known',
      value: 1,
      note,
    });
  });
});

test('nodes diverge where one has another version, or none', () => {
  expect(measure(divergence, written, held(sound))).toMatchObject({ value: 0 });
  expect(measure(divergence, written, held(sound, [[5, 0]]))).toMatchObject({
    value: 2,
    note: 'objects 5, 6',
  });
});

test('objects are not there twice', () => {
  expect(measure(duplicates, written, held(sound))).toBeUndefined();
});

test.each<[string, LiteralOperation]>([
  ['another verb', { f: 'move', value: [5, 6] }],
  ['a name that is no number', { f: 'read', value: ['five'], answer: null }],
  ['a read that is ok without an answer', { f: 'read', value: [5] }],
])('%s makes everything unknown', (_, operation) => {
  for (const one of [lostWrites, phantoms, staleReads, corruptObjects, divergence]) {
    expect(measure(one, [...written, operation], held(sound))).toMatchObject({ status: 'unknown' });
  }
});
