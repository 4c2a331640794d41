import { expect, test } from 'vitest';
import { z } from 'zod';
import { duration } from './duration-schema.ts';
import { originOf, recipe } from './recipe.ts';

interface Further {
  readonly through: () => string;
}

const options = z.strictObject({ count: z.int().exactOptional(), lasts: duration.exactOptional() });

const thing = recipe({
  word: 'a-thing',
  options,
  make: ({ count = 1, through }: z.output<typeof options> & Partial<Further>) => ({
    count,
    by: through?.() ?? 'itself',
  }),
});

const twoThings = recipe({
  word: 'two-things',
  options: z.strictObject({}),
  make: () => thing({ count: 2 }),
});

test('a recipe is asked like a function, and by what a file says', () => {
  expect(thing()).toEqual({ count: 1, by: 'itself' });
  expect(thing.recipe.make(options.parse({ count: 3, lasts: '2s' }))).toEqual(thing({ count: 3 }));
});

test('what it made knows what it was told', () => {
  expect(originOf(thing({ count: 3, lasts: 2_000 }))).toEqual({
    word: 'a-thing',
    told: { count: 3, lasts: 2_000 },
  });
  expect(originOf(thing())).toEqual({ word: 'a-thing', told: {} });
});

test('what is made of another recipe is the outer one’s', () => {
  expect(originOf(twoThings())).toEqual({ word: 'two-things', told: {} });
});

test('a copy is nobody’s: it may have been changed', () => {
  expect(originOf({ ...thing(), count: 7 })).toHaveProperty('because');
});

test('what no file can say is named', () => {
  expect(originOf(thing({ through: () => 'a proxy' }))).toEqual({
    because: expect.stringMatching(/^a-thing was told what no file can say \(.*through/),
  });
});
