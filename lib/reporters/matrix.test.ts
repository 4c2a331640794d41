import { expect, test } from 'vitest';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import type { Dials } from '../memory/toy-cluster.ts';
import { jsonReport } from './json.ts';
import { matrixReport } from './matrix.ts';
import type { Results } from './results-schema.ts';

async function resultsOf(dials: Partial<Dials> = {}): Promise<Results> {
  const { history } = await runInMemory({ dials });
  return jsonReport(reportOf(history, measures));
}

const named = (scenario: string, results: Results): Results => ({ ...results, scenario });

test('several runs of a scenario are one row, with the worst of what they cost', async () => {
  const matrix = matrixReport([
    await resultsOf(),
    await resultsOf({ electionMs: 4_000 }),
    named('other', await resultsOf()),
  ]);
  const rows = matrix.split('\n').filter((line) => line.startsWith('│'));
  expect(rows).toHaveLength(3);
  expect(rows[1]).toMatch(/✓ 1 pass, ✕ 1 fail +│ toy-kill +│ toy +│ 4.\d\d s ± 11 ms/);
  expect(rows[2]).toMatch(/✓ 1 pass +│ other +│ toy +│ 1.00 s ± 11 ms .*│ 0 +│/);
  expect(matrix).toMatch(/✕ toy-kill: rto.any is 4.*\n {2}again: {2}npx blackstart run toy-kill/);
  expect(matrix).toMatch(/3 runs: ✓ 2 pass, ✕ 1 fail$/);
});

test('a recovery that never came is worse than any number', async () => {
  const matrix = matrixReport([await resultsOf(), await resultsOf({ recovery: 'never' })]);
  expect(matrix).toMatch(/toy-kill +│ toy +│ > \d/);
});

test('what a run in doubt has measured is marked', async () => {
  const matrix = matrixReport([await resultsOf({ harms: 'ignored' })]);
  expect(matrix).toMatch(/\? 1 unknown +│ toy-kill .*\(in doubt\)/);
});
