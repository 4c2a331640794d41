import type { Named } from './named.ts';

type Options = Readonly<Record<string, unknown>>;

/** What is named, with some of its options changed; what those hold inside is merged, too. */
export function withOptions(named: Named, changes: Options): Named {
  if (Object.keys(changes).length === 0) return named;
  const name = chosenName(named);
  const told = typeof named === 'string' ? {} : named[name];
  return { [name]: merged(isOptions(told) ? told : {}, changes) };
}

/** By which word it is named. */
export const chosenName = (named: Named): string =>
  typeof named === 'string' ? named : (Object.keys(named)[0] ?? '');

const merged = (before: Options, changes: Options): Options => ({
  ...before,
  ...Object.fromEntries(
    Object.entries(changes).map(([key, value]) => {
      const was = before[key];
      return [key, isOptions(was) && isOptions(value) ? merged(was, value) : value];
    }),
  ),
});

const isOptions = (value: unknown): value is Options =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
