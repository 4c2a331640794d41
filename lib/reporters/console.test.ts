import { expect, test } from 'vitest';
import { reportOf } from '../core/report.ts';
import { rto } from '../measures/expectations.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { consoleReport } from './console.ts';

type Options = NonNullable<Parameters<typeof runInMemory>[0]>;

async function consoleOf(dials: Options['dials'] = {}, expected: Pick<Options, 'expect'> = {}) {
  const { history } = await runInMemory({ dials, ...expected });
  return consoleReport(reportOf(history, measures), { colour: 'no' });
}

test('the verdict, its reason and the way to run it again stand below the table', async () => {
  const text = await consoleOf();
  expect(text).toContain('✓ pass: all 7 expectations hold');
  expect(text).toContain('again:  npx blackstart run toy-kill --seed 1');
});

test('a failure names the measure, what was found and what was expected', async () => {
  expect(await consoleOf({ replication: 'late' })).toMatch(
    /✕ fail: lost-writes is \d+, expected none/,
  );
});

test('a failure stands on its evidence: the operations, and what was logged beside the last of them', async () => {
  const bound = rto.all.atMost(1);
  const lines = (await consoleOf({}, { expect: [bound] })).split('\n');
  const evidence = lines.slice(lines.indexOf('  evidence: rto.all of set, blow 1') + 1);
  expect(evidence[0]).toMatch(/^ {4}\d+\.\d{3} s {2}blow 1 is in effect, ± .*: kill at toy-1$/);
  expect(evidence[1]).toMatch(/set #\d+, lane \d, add .*: (failed for certain|of unknown fate)/);
});

test('a doubt is told with the unknown that it makes', async () => {
  const text = await consoleOf({ harms: 'ignored' });
  expect(text).toContain('? unknown: blow 1');
  expect(text).toContain('in doubt: ');
});

test('where nothing was expected, what was found is told all the same', async () => {
  const text = await consoleOf({}, { expect: [] });
  expect(text).toMatch(/rto\.all +│ set, blow 1 +│ 1\.\d+ s/);
  expect(text).toMatch(/lost-writes +│ set +│ 0/);
  expect(text).toContain('? unknown: the scenario expects nothing');
});
