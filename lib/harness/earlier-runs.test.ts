import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { jsonReport } from '../reporters/json.ts';
import { earlierRuns } from './earlier-runs.ts';

let reports: string;
beforeEach(() => {
  reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(reports, { recursive: true }));

const { history } = await runInMemory();
const results = jsonReport(reportOf(history, measures));
const toy = { scenario: 'toy-kill', topology: 'toy' };

function runOf(name: string, changes: object = {}): void {
  mkdirSync(join(reports, name));
  const lines = [history.header, ...history.events].map((line) => JSON.stringify(line));
  writeFileSync(join(reports, name, 'history.jsonl'), lines.join('\n'));
  writeFileSync(join(reports, name, 'results.json'), JSON.stringify({ ...results, ...changes }));
}

test('a folder without runs, or none at all, says nothing', async () => {
  const nothing = { same: undefined, around: undefined };
  expect(await earlierRuns(reports, toy)).toEqual(nothing);
  expect(await earlierRuns(join(reports, 'none'), toy)).toEqual(nothing);
});

test('what the same scenario took, and what is around the blows of any on that topology', async () => {
  runOf('1', { durationMs: 5_000 });
  runOf('2', { durationMs: 9_000 });
  runOf('3', { durationMs: 7_000 });
  runOf('4', { scenario: 'other' });
  runOf('5', { topology: { name: 'other', machines: [] } });
  runOf('6', { verdict: 'error', durationMs: 1 });
  symlinkSync('4', join(reports, 'latest'));
  const phases = history.events.of('phase');
  const at = (name: string) => phases.find(({ phase }) => phase === name)?.t ?? Number.NaN;
  expect(await earlierRuns(reports, toy)).toEqual({
    same: { runs: 3, medianMs: 7_000 },
    around: {
      runs: 3,
      formMs: at('steady') - at('form'),
      finalMs: history.events.endMs - at('final'),
    },
  });
});

test('what can not be read is passed over', async () => {
  runOf('1');
  writeFileSync(join(reports, '1', 'results.json'), '{');
  runOf('2');
  writeFileSync(join(reports, '2', 'history.jsonl'), 'x');
  expect(await earlierRuns(reports, toy)).toMatchObject({ same: { runs: 1 }, around: undefined });
});
