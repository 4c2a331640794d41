import { expect, test } from 'vitest';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { junitReport } from './junit.ts';

async function junitOf(dials: NonNullable<Parameters<typeof runInMemory>[0]>['dials'] = {}) {
  const { history } = await runInMemory({ dials });
  return junitReport(reportOf(history, measures));
}

test('a run that passes has a case an expectation and one for the run, all green', async () => {
  const xml = await junitOf();
  expect(xml).toContain('tests="8" failures="0" errors="0"');
  expect(xml).toContain('<property name="verdict" value="pass"/>');
});

test('a violated expectation is a failure that says by how much', async () => {
  const xml = await junitOf({ electionMs: 4_000 });
  expect(xml).toContain('failures="2" errors="0"');
  expect(xml).toMatch(
    /<failure type="expectation" message="rto\.all is 4\.\d+ s, expected at most 2\.00 s">/,
  );
});

test('what is not known is an error, so that nothing shows it as green', async () => {
  const xml = await junitOf({ harms: 'ignored' });
  expect(xml).toContain('failures="0" errors="8"');
  expect(xml).toContain('fault not proven');
});
