import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { resultsSchema } from '../reporters/results-schema.ts';
import { announceRun } from './announce-run.ts';
import { type ReportFiles, writeReports } from './write-reports.ts';

const home = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
const folder = mkdtempSync(join(home, 'run-'));
let files: ReportFiles;

beforeAll(async () => {
  const { history } = await runInMemory();
  files = writeReports(reportOf(history, measures), folder);
});
afterAll(() => rmSync(home, { recursive: true }));

const never = (words: string) => {
  throw new Error(words);
};

test('a run leaves one file for each kind of reader', () => {
  expect(Object.values(files).map((file) => basename(file))).toEqual([
    'report.html',
    'results.json',
    'junit.xml',
    'summary.md',
    'metrics.prom',
  ]);
  expect(resultsSchema.parse(JSON.parse(readFileSync(files.json, 'utf8'))).verdict).toBe('pass');
});

test('the summary is added to that of the job, and the folder to the list of runs', () => {
  const summary = join(home, 'summary.md');
  const list = join(home, 'list');
  writeFileSync(summary, 'of a step before\n');
  const env = { GITHUB_STEP_SUMMARY: summary, BLACKSTART_RUN_LIST: list };
  announceRun({ folder, files }, { env, progress: never });
  announceRun({ folder, files }, { env, progress: never });
  const words = readFileSync(summary, 'utf8');
  expect(words).toMatch(/^of a step before\n### ✓ pass: /);
  expect(words.match(/^### /gm)).toHaveLength(2);
  expect(readFileSync(list, 'utf8')).toBe(`${folder}\n${folder}\n`);
});

test('nobody is told who did not ask', () => {
  announceRun({ folder, files }, { env: { GITHUB_STEP_SUMMARY: '' }, progress: never });
});

test('a file that cannot be written is told, and costs nothing else', () => {
  const said: string[] = [];
  const list = join(home, 'other-list');
  const env = { GITHUB_STEP_SUMMARY: join(home, 'nowhere', 'x'), BLACKSTART_RUN_LIST: list };
  announceRun({ folder, files }, { env, progress: (words) => said.push(words) });
  expect(said).toEqual([expect.stringMatching(/^GITHUB_STEP_SUMMARY: expected .*ENOENT/)]);
  expect(readFileSync(list, 'utf8')).toBe(`${folder}\n`);
});
