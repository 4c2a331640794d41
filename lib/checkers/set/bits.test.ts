import fc from 'fast-check';
import { expect, test } from 'vitest';
import { below, countBits, firstBits, hasBit, indexesOf, lastIndexOf, noBits } from './bits.ts';

test.each([0, 1, 31, 32, 33, 63, 64, 65])('the first %i indexes are those below', (end) => {
  const bits = firstBits(end, 100);
  expect([...indexesOf(bits)]).toEqual(Array.from({ length: end }, (_, index) => index));
  expect([countBits(bits), lastIndexOf(bits)]).toEqual([end, end - 1]);
});

test('it answers as a Set does', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(199)), (indexes) => {
      const bits = noBits(200);
      for (const index of indexes) bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << index);
      expect([...indexesOf(bits)]).toEqual(indexes.toSorted((one, other) => one - other));
      expect(countBits(bits)).toBe(indexes.length);
      expect(lastIndexOf(bits)).toBe(Math.max(-1, ...indexes));
      for (let index = 0; index < 200; index += 1) {
        expect(hasBit(bits, index)).toBe(indexes.includes(index));
      }
    }),
  );
});

test('a word beyond the end has no bits below it', () => {
  expect([below(32, 0), below(32, 1), below(40, 1)]).toEqual([-1, 0, 0xff]);
});
