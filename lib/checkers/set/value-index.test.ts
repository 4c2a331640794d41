import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ValueIndex } from './value-index.ts';

const dense = fc.integer({ min: -100, max: 100 });
const sparse = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true }), dense);

test.each([
  ['dense', dense],
  ['any', sparse],
])('it answers as a Map does: %s values', (_, values) => {
  fc.assert(
    fc.property(fc.array(values), fc.array(sparse), fc.array(dense), (added, some, others) => {
      const index = new ValueIndex(Float64Array.from(added));
      const model = new Map<number, number>();
      for (const value of added) {
        if (!model.has(value)) model.set(value, index.add(value));
      }
      for (const value of [...added, ...some, ...others, ...added]) {
        expect(index.indexOf(value)).toBe(model.get(value) ?? -1);
      }
      expect([...index.values]).toEqual([...model.keys()]);
    }),
  );
});

test('-0 is 0', () => {
  const index = new ValueIndex(Float64Array.of(-0));
  index.add(-0);
  expect([index.indexOf(0), ...index.values]).toEqual([0, 0]);
});

test('a fraction that rounds to a slot is no integer', () => {
  const index = new ValueIndex(Float64Array.of(-1, 0));
  index.add(-1);
  index.add(0);
  expect([index.indexOf(5e-324), index.indexOf(0), index.indexOf(-0)]).toEqual([-1, 1, 1]);
});
