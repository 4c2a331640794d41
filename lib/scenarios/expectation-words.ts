import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { duration, writeDuration } from '../core/duration-schema.ts';
import { type Expectation, expectationSchema as expectationDataSchema } from '../core/history.ts';
import * as suiteWords from '../measures/expectations.ts';
import { measures } from '../measures/index.ts';
import { inFiles } from './case.ts';
import { foundOneOf } from './problem.ts';

interface SuiteWord {
  /** As a suite has it: `twoPrimaries.never`, `rto.all.atMost`. */
  readonly word: string;
  readonly value: unknown;
}

/** Every word that suites have for expectations, and for making some. */
const suiteVocabulary: readonly SuiteWord[] = Object.entries(suiteWords).flatMap(([word, value]) =>
  wordsIn(word, value),
);

function wordsIn(word: string, value: unknown): readonly SuiteWord[] {
  if (typeof value !== 'object' || value === null || 'measure' in value) return [{ word, value }];
  return Object.entries(value).flatMap(([part, inner]) => wordsIn(`${word}.${part}`, inner));
}

/** Expectations that suites have a word for, by what files call it: `nothing-lost`. */
export const wordedExpectations: ReadonlyMap<string, Expectation> = new Map(
  suiteVocabulary.flatMap(({ word, value }) => {
    const { success, data } = expectationDataSchema.safeParse(value);
    return success ? [[inFiles(word), data] as const] : [];
  }),
);

/** The word of suites for a bound, and what it is told; undefined where they have none. */
export function suiteWordFor(
  measure: string,
  atMost: number,
): { readonly word: string; readonly told?: number } | undefined {
  const makes = (value: unknown, told: number) =>
    typeof value === 'function' && isDeepStrictEqual(value(told), { measure, atMost });
  for (const { word, value } of suiteVocabulary) {
    if (isDeepStrictEqual(value, { measure, atMost })) return { word };
  }
  // A share that must be answered is the complement of one that may be missing.
  for (const told of [atMost, 100 - atMost]) {
    const maker = suiteVocabulary.find(({ value }) => makes(value, told));
    if (maker !== undefined) return { word: maker.word, told };
  }
  return undefined;
}

/** What is expected, as files have it. */
export const expectationSchema = z.union(
  [
    z.enum([...wordedExpectations.keys()]),
    z.strictObject({
      measure: z.enum(measures.map(({ name }) => name)).describe('docs/measures.md defines each.'),
      atMost: z
        .union([z.number(), z.string()], { error: 'expected a number or a duration' })
        .describe('Its greatest allowed value; a duration, a count or percent.'),
      ofBlow: z.int().min(1).optional().describe('What this blow alone does; they count from 1.'),
      ofWorkload: z.string().optional().describe('What this workload alone meets.'),
      ofSystem: z.string().optional().describe('Of this system alone.'),
    }),
  ],
  {
    error: ({ input }) =>
      `expected { measure, atMost } or a word for it, ${foundOneOf([...wordedExpectations.keys()], input)}`,
  },
);

export type ExpectationWords = z.output<typeof expectationSchema>;

/** The expectation that is meant; a bound that its measure has no unit for is told in words. */
export function expectationOf(words: ExpectationWords): Expectation | string {
  if (typeof words === 'string') {
    return wordedExpectations.get(words) ?? `nothing is called '${words}'`;
  }
  const { measure, ofBlow, ofWorkload, ofSystem } = words;
  const atMost = boundOf(words);
  if (typeof atMost === 'string') return atMost;
  return {
    measure,
    atMost,
    ...(ofBlow === undefined ? {} : { blow: ofBlow - 1 }),
    ...(ofWorkload === undefined ? {} : { workload: ofWorkload }),
    ...(ofSystem === undefined ? {} : { system: ofSystem }),
  };
}

/** Whether a measure's bounds are times. */
export const isDuration = (measure: string): boolean =>
  measures.find(({ name }) => name === measure)?.unit === 'ms';

function boundOf({ measure, atMost }: Exclude<ExpectationWords, string>): number | string {
  if (typeof atMost === 'number') return atMost;
  const unit = measures.find(({ name }) => name === measure)?.unit;
  if (unit !== 'ms') return `expected a number (${measure} is a ${unit}), found '${atMost}'`;
  const read = duration.safeParse(atMost);
  return read.success
    ? read.data
    : `expected a duration such as '10s' or a number of ms, found '${atMost}'`;
}

/** How a file has an expectation. */
export function wordsOfExpectation(expectation: Expectation): ExpectationWords {
  const { measure, atMost, blow, workload, system } = expectation;
  const isPlain = blow === undefined && workload === undefined && system === undefined;
  const word = [...wordedExpectations].find(
    ([, { measure: name, atMost: most }]) => name === measure && most === atMost,
  );
  if (isPlain && word !== undefined) return word[0];
  return {
    measure,
    atMost: isDuration(measure) ? writeDuration(atMost) : atMost,
    ...(blow === undefined ? {} : { ofBlow: blow + 1 }),
    ...(workload === undefined ? {} : { ofWorkload: workload }),
    ...(system === undefined ? {} : { ofSystem: system }),
  };
}
