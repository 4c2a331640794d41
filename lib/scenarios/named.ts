import { z } from 'zod';
import type { Recipe } from '../core/recipe.ts';
import { foundOneOf } from './problem.ts';

/** One of several recipes with its options: `{ kill: { downFor: 10s } }`, or its name where it needs none. */
export type Named = string | Readonly<Record<string, unknown>>;

/** What names one of these recipes in a file. */
export function namedSchema(
  what: string,
  recipes: readonly Recipe<object>[],
): z.ZodType<Named, Named> {
  const alone = recipes.filter(({ options }) => options.safeParse({}).success);
  const shape = Object.fromEntries(recipes.map(({ word, options }) => [word, options.optional()]));
  const withOptions = z
    .strictObject(shape)
    .meta({ minProperties: 1, maxProperties: 1 })
    .refine((found) => Object.keys(found).length === 1, {
      error: ({ input }) =>
        `expected one ${what} with its options, found ${Object.keys(input ?? {}).join(', ') || 'none'}`,
    });
  const words = recipes.map(({ word }) => word);
  return z.union([z.enum(alone.map(({ word }) => word)), withOptions], {
    error: ({ input }) =>
      typeof input === 'string' && words.includes(input)
        ? `expected the settings of ${input} as well: { ${input}: { ... } }, found its name alone`
        : `expected a ${what}, ${foundOneOf(words, input)}`,
  });
}

/** The recipe that was named, and what it is told. */
export function chosen<Made extends object>(
  named: Named,
  recipes: readonly Recipe<Made>[],
): { readonly recipe: Recipe<Made>; readonly told: object } {
  const [[word, told] = ['', {}]] =
    typeof named === 'string' ? [[named, {}]] : Object.entries(named);
  const recipe = recipes.find((one) => one.word === word);
  if (recipe === undefined) throw new RangeError(`nothing is called '${word}'`);
  return { recipe, told: typeof told === 'object' && told !== null ? told : {} };
}

/** As short as a file has it. */
export const nameOf = (word: string, told: object): Named =>
  Object.keys(told).length === 0 ? word : { [word]: told };
