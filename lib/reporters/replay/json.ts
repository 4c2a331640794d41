import type { ReplayReport } from './console.ts';

/** A replay for a machine; docs/explore.md has its fields. */
export const replayJson = (report: ReplayReport): object => {
  const { differences, comparison, is, ...rest } = report;
  return {
    format: 'blackstart-replay',
    version: 1,
    ...rest,
    is: is ?? null,
    differences: differences.map(({ what, was, is: today }) => ({
      what,
      was: was ?? null,
      is: today ?? null,
    })),
    comparison: comparison ?? null,
  };
};
