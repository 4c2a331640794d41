import { getHeapStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { scratch } from './scratch.ts';

const MIB = 2 ** 20;

test.each([0, 1, 20_000, 100_000])('%i numbers to work with are all zero', (length) => {
  expect(scratch(Int32Array, length)).toEqual(new Int32Array(length));
  expect(scratch(Uint8Array, length)).toEqual(new Uint8Array(length));
});

test('large ones are not counted for what makes V8 mark the heap', () => {
  const counted = () => getHeapStatistics().external_memory;
  const before = counted();
  const held = [scratch(Int32Array, 16 * MIB), scratch(Float64Array, 8 * MIB)];
  expect(counted() - before).toBeLessThan(8 * MIB);
  expect(held.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(128 * MIB);
});
