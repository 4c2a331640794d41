import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reportOf } from '../core/report.ts';
import { announceRun, RUN_LIST } from '../harness/announce-run.ts';
import { writeReports } from '../harness/write-reports.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { BlackstartReporter } from './reporter.ts';

let home = '';
const said: string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  said.length = 0;
  vi.stubEnv(RUN_LIST, join(home, 'list'));
  vi.spyOn(console, 'log').mockImplementation((words: string) => void said.push(words));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(home, { recursive: true });
});

async function run(electionMs: number): Promise<void> {
  const folder = mkdtempSync(join(home, 'run-'));
  const { history } = await runInMemory({ dials: { electionMs } });
  const files = writeReports(reportOf(history, measures), folder);
  announceRun({ folder, files }, { env: process.env, progress: () => undefined });
}

test('ends with the matrix of the runs that were made meanwhile, and of no others', async () => {
  await run(500);
  const reporter = new BlackstartReporter();
  reporter.onInit();
  reporter.onTestRunStart();
  await run(4_000);
  reporter.onTestRunEnd();
  expect(said).toEqual([expect.stringMatching(/✕ 1 fail +│ toy-kill[\s\S]*1 run: ✕ 1 fail/)]);
});

test('says nothing where nothing was run', () => {
  const reporter = new BlackstartReporter();
  reporter.onInit();
  reporter.onTestRunStart();
  reporter.onTestRunEnd();
  expect(said).toEqual([]);
});
