import { expect, test } from 'vitest';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { jsonReport } from './json.ts';

test('a machine gets the verdict, its exit code, and every number with its resolution', async () => {
  const { history } = await runInMemory();
  const value = jsonReport(reportOf(history, measures));
  expect(value).toMatchObject({
    format: 'blackstart-results',
    version: 1,
    verdict: 'pass',
    exitCode: 0,
    seed: 1,
  });
  expect(value).toHaveProperty(
    'measurements',
    expect.arrayContaining([
      expect.objectContaining({ measure: 'rto.all', unit: 'ms', status: 'known', resolution: 11 }),
    ]),
  );
});
