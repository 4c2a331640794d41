import type { CatchTable } from '../../gate/catch-table.ts';

/** The version of this JSON; a new one where a field goes or means something else. */
export const CATCH_VERSION = 1;

/** A catch table for machines. What was not run has no result: null, never a verdict. */
export const catchJson = ({ rows, harmful, harmless }: CatchTable) => ({
  format: 'blackstart-catch-table',
  version: CATCH_VERSION,
  exitCode: catchExitCode({ rows, harmful, harmless }),
  ...{ harmful, harmless },
  rows: rows.map(({ mutation, outcome, result }) => ({
    mutation: mutation.name,
    ...{ effect: mutation.effect, kind: mutation.kind, system: mutation.system },
    ...{ did: mutation.did, costs: mutation.costs, source: mutation.source },
    scenarios: mutation.scenarios,
    caughtBy: mutation.effect === 'harmful' ? mutation.caughtBy : null,
    outcome,
    result: result ?? null,
  })),
});

/** 0 all as it should be, 1 something missed or mistaken, 2 something open or not run, 3 a gate that broke. */
export function catchExitCode({ rows, harmful, harmless }: CatchTable): number {
  if (harmful.wrong + harmless.wrong > 0) return 1;
  if (rows.some(({ result }) => result?.verdict === 'error')) return 3;
  return harmful.right + harmless.right === rows.length ? 0 : 2;
}
