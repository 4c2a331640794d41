import { type ZodType, z } from 'zod';

/** How something of a scenario is made, from options that a file can hold. */
export interface Recipe<Made extends object> {
  /** What files call it; suites call it the same in camelCase. */
  readonly word: string;
  /** What it can be told; described, as editors show it. */
  readonly options: ZodType;
  /** Makes it from options that `options` has read. */
  make(told: unknown): Made;
}

/** A function of suites that files can name as well. */
export type Builder<Told, Made extends object> = Asked<Told, Made> & {
  readonly recipe: Recipe<Made>;
};

type Asked<Told, Made> =
  Record<never, never> extends Told ? (told?: Told) => Made : (told: Told) => Made;

export interface RecipeDefinition<Written, Further, Made extends object> {
  readonly word: string;
  /** Their types alone, and what they mean; `make` refuses what does not fit together. */
  readonly options: ZodType<Written>;
  /** May be told more than files can say: functions. */
  readonly make: (told: Written & Partial<Further>) => Made;
}

interface Origin {
  readonly word: string;
  readonly options: ZodType;
  readonly told: object;
}

const origins = new WeakMap<object, Origin>();

/** Puts a function of suites and the words for it in files together. */
export function recipe<Written extends object, Made extends object, Further = unknown>({
  word,
  options,
  make,
}: RecipeDefinition<Written, Further, Made>): Builder<Written & Partial<Further>, Made> {
  type Told = Written & Partial<Further>;
  const build = (told: Told = {} as Told): Made => {
    const made = make(told);
    origins.set(made, { word, options, told });
    return made;
  };
  const own: Recipe<Made> = { word, options, make: (told) => build(told as Told) };
  return Object.assign(build, { recipe: own }) as Builder<Told, Made>;
}

/** A recipe's name, and what it was told. */
export interface Made {
  readonly word: string;
  readonly told: object;
}

/** Why something has no written form. */
export interface Unwritten {
  readonly because: string;
}

/**
 * How a file would name a value that a recipe made. What was changed afterwards is a copy, and no
 * recipe's: it is not taken for what it was copied from.
 */
export function originOf(made: object): Made | Unwritten {
  const origin = origins.get(made);
  if (origin === undefined) return { because: 'it was put together, or changed, in TypeScript' };
  const { word, options, told } = origin;
  const encoded = z.safeEncode(options, told);
  if (encoded.success) return { word, told };
  const why = encoded.error.issues.map(({ path, message }) => [...path, message].join(': '));
  return { because: `${word} was told what no file can say (${why.join('; ')})` };
}
