import { nearest } from './nearest.ts';

/** Where in a document: keys and positions, from the outside in. */
export type Path = readonly (string | number)[];

/** What is wrong at one place of a document. */
export interface Problem {
  readonly path: Path;
  /** The place is the key, and not its value. */
  readonly key?: string;
  /** What was expected, and what was found. */
  readonly message: string;
}

/** A place as a person names it: `schedule[2].fault.kill`. */
export const formatPath = (path: Path): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`,
    )
    .join('');

/** What is in a document at a place; undefined where nothing is. */
export const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string | number, unknown>>)[part]
        : undefined,
    document,
  );

const LONGEST = 60;

/** What was found in place of one of these, and which was probably meant. */
export function foundOneOf(known: readonly string[], value: unknown): string {
  const near = typeof value === 'string' ? nearest(value, known) : undefined;
  return near === undefined
    ? `found ${show(value)}; there are: ${known.join(', ')}`
    : `found ${show(value)}; did you mean '${near}'?`;
}

/** What was found, as short as it can be. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
