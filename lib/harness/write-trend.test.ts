import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { literalRun } from '../reporters/trend/literal-run.ts';
import { addToTrend } from './write-trend.ts';

let reports = '';
const said: string[] = [];
beforeEach(() => {
  reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  said.length = 0;
});
afterEach(() => rmSync(reports, { recursive: true }));

/** A run that has just ended; its folder. */
function end(atHours: number): string {
  const { folder, results } = literalRun({ atHours });
  mkdirSync(join(reports, folder));
  writeFileSync(join(reports, folder, 'results.json'), JSON.stringify(results));
  return join(reports, folder);
}

test('each run is on the page as soon as it has ended', () => {
  for (const atHours of [0, 1]) addToTrend(end(atHours), (words) => said.push(words));
  expect(readFileSync(join(reports, 'index.html'), 'utf8')).toContain('2 runs of 1 scenario');
  expect(readdirSync(reports)).toHaveLength(4);
  expect(said).toEqual([]);
});

test('a page that can not be written costs no run, and is told', () => {
  mkdirSync(join(reports, 'index.html'));
  addToTrend(end(0), (words) => said.push(words));
  expect(said).toEqual([expect.stringMatching(/^index\.html: not brought up to date, .+; next: /)]);
  expect(readFileSync(join(reports, 'runs.jsonl'), 'utf8')).toContain('toy-kill');
  expect(readdirSync(reports)).toHaveLength(3);
});
