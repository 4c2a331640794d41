import { expect, test } from 'vitest';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { endedAs } from './ended-as.ts';
import { junitReport } from './junit.ts';
import { known, literalReport } from './literal-report.ts';

async function junitOf(dials: NonNullable<Parameters<typeof runInMemory>[0]>['dials'] = {}) {
  const { history } = await runInMemory({ dials });
  return junitReport(reportOf(history, measures));
}

test('a run that passes has a case an expectation and one for the run, all green', async () => {
  const xml = await junitOf();
  expect(xml).toContain('tests="8" failures="0" errors="0"');
  expect(xml).toContain('<property name="verdict" value="pass"/>');
  expect(xml).not.toMatch(/<(failure|error|skipped)\b/);
});

test('a violated expectation is a failure that says by how much', async () => {
  const xml = await junitOf({ electionMs: 4_000 });
  expect(xml).toContain('failures="2" errors="0"');
  expect(xml).toMatch(
    /<failure type="expectation" message="rto\.all is 4\.\d+ s, expected at most 2\.00 s">/,
  );
});

test('inside a failure is all that GitLab shows: the reason, what was found, the way back', async () => {
  const xml = await junitOf({ electionMs: 4_000 });
  expect(xml).toMatch(
    /<failure [^>]*>rto\.all is 4\.\d+ s, expected at most 2\.00 s\n4\.\d+ s ± 11 ms; away from .*\nagain: npx blackstart run toy-kill --seed 1<\/failure>/,
  );
});

test('each case has the run, the seed, the versions, and its own numbers', async () => {
  const [lost = ''] =
    (await junitOf()).match(/<testcase [^>]*lost-writes[\s\S]*?<\/testcase>/) ?? [];
  for (const [name, value] of [
    ['run', 'memory'],
    ['seed', '1'],
    ['replay', 'npx blackstart run toy-kill --seed 1'],
    ['measure', 'lost-writes'],
    ['bound', '0'],
    ['status', 'known'],
    ['value', '0'],
  ]) {
    expect(lost).toContain(`<property name="${name}" value="${value}"/>`);
  }
});

test('the run as a whole has every clock of recovery and what was lost', async () => {
  const [whole = ''] = (await junitOf()).match(/<testcase [^>]*beyond doubt[\s\S]*/) ?? [];
  expect(whole).toMatch(/name="rto.any set, blow 1" value="\d+/);
  expect(whole).toMatch(/name="rto.all set, blow 1" value="\d+/);
  expect(whole).toMatch(/name="rto.performance set, blow 1" value="\d+/);
  expect(whole).toMatch(/name="rto.redundancy toy, blow 1" value="\d+/);
  expect(whole).toContain('name="lost-writes set" value="0"');
});

test('what is not known is an error, so that nothing shows it as green', async () => {
  const xml = await junitOf({ harms: 'ignored' });
  expect(xml).toContain('failures="0" errors="8"');
  expect(xml).toContain('fault not proven');
});

test('what never came back has no value that could be drawn as one', async () => {
  const [rto = ''] =
    (await junitOf({ recovery: 'never' })).match(/<testcase [^>]*rto.all[\s\S]*?<\/testcase>/) ??
    [];
  expect(rto).toMatch(/name="at-least" value="\d+/);
  expect(rto).not.toContain('name="value"');
});

test('a skipped run is skipped, and one that broke is an error', async () => {
  const { history } = await runInMemory();
  expect(junitReport(endedAs('skipped', history))).toMatch(
    /tests="1" failures="0" errors="0" skipped="1".*\n[\s\S]*<skipped /,
  );
  expect(junitReport(endedAs('error', history))).toContain('<error type="error"');
});

test('whatever a product says, the file can be read', () => {
  const words = 'it said "<&>\u0000\u001b[31m]]>\uFFFF"';
  const xml = junitReport(
    literalReport({
      findings: { 'rto.all': [known(9_000, words)] },
      bounds: { 'rto.all': 1 },
      kind: 'fail',
    }),
  );
  expect(xml).toContain('it said "&lt;&amp;&gt;\uFFFD\uFFFD[31m]]&gt;\uFFFD"</system-out>');
  expect([...xml].filter((char) => char < ' ' && char !== '\n')).toEqual([]);
});
