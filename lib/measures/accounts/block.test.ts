import { expect, test } from 'vitest';
import type { Measure } from '../../core/measure.ts';
import { corruptObjects } from '../corrupt-objects.ts';
import { divergence } from '../divergence.ts';
import { duplicates } from '../duplicates.ts';
import {
  finalReadEvents,
  historyOfLoad,
  type LiteralOperation,
  operationEvents,
} from '../literal-history.ts';
import { lostWrites } from '../lost-writes.ts';
import { phantoms } from '../phantoms.ts';
import { staleReads } from '../stale-reads.ts';

const write = (block: number, version: number): LiteralOperation => ({
  f: 'write',
  value: [block, version],
});
const unflushed = (block: number, version: number): LiteralOperation => ({
  f: 'write-unflushed',
  value: [block, version],
});
const read = (block: number, answer: number | null): LiteralOperation => ({
  f: 'read',
  value: [block],
  answer,
});

const measure = (
  { of }: Measure,
  operations: readonly LiteralOperation[],
  held: readonly (readonly [number, number])[],
) => {
  const elements = held.map((one) => [...one]);
  const ends = finalReadEvents({ a: elements }, { workload: 'load' });
  return of(historyOfLoad('block', [...operationEvents(operations), ...ends]))[0];
};

test('a write that was acknowledged is lost with its cache, flushed or not', () => {
  const written = [write(0, 1), unflushed(0, 2), unflushed(1, 3), write(2, 4)];
  expect(
    measure(lostWrites, written, [
      [0, 1],
      [2, 4],
    ]),
  ).toEqual({
    status: 'known',
    subject: { workload: 'load' },
    value: 2,
    resolution: 0,
    evidence: [3, 5, 8, 9],
    note: 'of 3 acknowledged; a prefix in the order of acknowledgement; absent: 2 from a (live), 2 from a (restarted); from every read: 2; objects absent: 1; objects older, or there again: 1',
  });
});

test('blocks are read as objects are: in the last version, undamaged, and nobody else’s', () => {
  const written = [write(0, 1), write(0, 2), read(0, 1), read(1, null), read(0, -1), write(1, 6)];
  const held = [
    [0, 2],
    [1, 6],
  ] as const;
  expect(measure(lostWrites, written, held)).toMatchObject({ status: 'known', value: 0 });
  expect(measure(staleReads, written, held)).toMatchObject({ status: 'known', value: 1 });
  expect(measure(corruptObjects, written, held)).toMatchObject({ status: 'known', value: 1 });
  expect(measure(divergence, written, held)).toMatchObject({ status: 'known', value: 0 });
  expect(measure(phantoms, written, [...held, [7, 9]])).toMatchObject({ value: 1 });
  expect(measure(duplicates, written, held)).toBeUndefined();
});

test('nobody deletes a block: who does speaks of something else', () => {
  const operations = [write(0, 1), { f: 'delete', value: [0] }];
  expect(measure(lostWrites, operations, [])).toMatchObject({ status: 'unknown' });
});
