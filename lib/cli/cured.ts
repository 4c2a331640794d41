import type { CuredProject } from '../harness/cure-attached.ts';

/** What was cured in somebody else's containers, a line each. */
export const curedLines = (all: readonly CuredProject[]): readonly string[] =>
  all.flatMap(({ project, cured, failed }) => [
    `${project} is let go of${cured.length === 0 ? ': nothing was in force' : ', cured:'}`,
    ...cured.map((what) => `  ${what}`),
    ...failed.map((what) => `  could not be cured: ${what}; next: blackstart clean`),
  ]);

export const isCured = (all: readonly CuredProject[]): boolean =>
  all.every(({ failed }) => failed.length === 0);
