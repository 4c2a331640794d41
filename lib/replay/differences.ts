import { isDeepStrictEqual } from 'node:util';
import type { Header } from '../core/history.ts';

/** What was not the same in two runs; a side that lacks it is undefined. */
export interface Difference {
  readonly what: string;
  readonly was: string | undefined;
  readonly is: string | undefined;
}

/** As much of a header as is known before a run begins. */
export type SetUp = Pick<
  Header,
  | 'seed'
  | 'topology'
  | 'workloads'
  | 'schedule'
  | 'stabilityMs'
  | 'expect'
  | 'versions'
  | 'configuration'
>;

/** `known`: a side may lack versions that only show once it runs, and that is no difference. */
export type Versions = 'all' | 'known';

/** Every difference between what two runs were made of, each by its name. */
export const differencesOf = (
  was: SetUp,
  is: SetUp,
  versions: Versions = 'all',
): readonly Difference[] => [
  ...differing('seed', was.seed, is.seed),
  ...differing('topology', was.topology, is.topology),
  ...listDiffering('workload', was.workloads, is.workloads),
  ...listDiffering('blow', was.schedule, is.schedule),
  ...differing('stability window', was.stabilityMs, is.stabilityMs),
  ...listDiffering('expectation', was.expect, is.expect),
  ...versionsDiffering(was.versions, is.versions, versions),
  // Runs of earlier releases have no lines.
  ...(was.configuration === undefined
    ? []
    : linesDiffering(was.configuration, is.configuration ?? {})),
];

function differing(what: string, was: unknown, is: unknown): readonly Difference[] {
  return isDeepStrictEqual(was, is) ? [] : [{ what, was: inWords(was), is: inWords(is) }];
}

const listDiffering = (
  what: string,
  was: readonly unknown[],
  is: readonly unknown[],
): readonly Difference[] =>
  Array.from({ length: Math.max(was.length, is.length) }, (_, index) =>
    differing(`${what} ${index + 1}`, was[index], is[index]),
  ).flat();

function versionsDiffering(
  was: Header['versions'],
  is: Header['versions'],
  versions: Versions,
): readonly Difference[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names
    .filter((name) => versions === 'all' || is[name] !== undefined)
    .flatMap((name) => differing(name, was[name], is[name]));
}

type Lines = NonNullable<Header['configuration']>;

/** Line by line, as digests only say that there is a difference. */
function linesDiffering(was: Lines, is: Lines): readonly Difference[] {
  const systems = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return systems.flatMap((system) => {
    const [before = [], after = []] = [was[system], is[system]];
    const what = `configuration of ${system}`;
    return [
      ...before
        .filter((line) => !after.includes(line))
        .map((line) => ({ what, was: line, is: undefined })),
      ...after
        .filter((line) => !before.includes(line))
        .map((line) => ({ what, was: undefined, is: line })),
    ];
  });
}

const inWords = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
