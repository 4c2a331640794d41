import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../core/errors.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { reportAgain } from './report-again.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The first line of words that a reader of the page sees. */
function firstLine(path: string): string {
  const [, body = ''] = readFileSync(path, 'utf8').split('<main>');
  const words = body.replaceAll(/<\/(p|div|h1)>/g, '\n').replaceAll(/<[^>]+>/g, '');
  return words.split('\n').find((line) => line.trim() !== '') ?? '';
}

async function linesOfARun(): Promise<readonly string[]> {
  const { header, events } = (await runInMemory()).history;
  return [header, ...events].map((line) => JSON.stringify(line));
}

test('a sound history gives the page of its verdict, and the files for machines', async () => {
  writeFileSync(join(folder, 'history.jsonl'), (await linesOfARun()).join('\n'));
  const { report, html } = await reportAgain(folder);
  expect(report?.verdict.kind).toBe('pass');
  expect(firstLine(html)).toBe('✓pass');
  expect(JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')).verdict).toBe('pass');
});

test.each([
  ['no end', (lines: readonly string[]) => lines.slice(0, -1).join('\n'), 'cut off: it has no end'],
  [
    'half a line at its end',
    (lines: readonly string[]) => lines.join('\n').slice(0, -9),
    'damaged',
  ],
  ['nothing but its header', ([header = '']: readonly string[]) => header, 'cut off'],
  ['no header', (lines: readonly string[]) => lines.slice(1).join('\n'), 'no history of this run'],
  ['nothing in it', () => '', 'found an empty file'],
])('a history with %s gives a page that says so first, and no pass', async (_, cut, words) => {
  writeFileSync(join(folder, 'history.jsonl'), cut(await linesOfARun()));
  const { report, html } = await reportAgain(folder);
  expect(report?.verdict.kind ?? 'unknown').toBe('unknown');
  expect(firstLine(html)).toContain(words);
});

test('a folder without a history gives a page that says so first, and shows what there is', async () => {
  writeFileSync(join(folder, 'galera-1-mariadb.log'), 'half a log');
  const { report, html } = await reportAgain(folder);
  expect(report).toBeUndefined();
  expect(firstLine(html)).toContain('There is no history of this run');
  expect(readFileSync(html, 'utf8')).toContain('galera-1-mariadb.log');
});

test('what is no folder at all is a wrong usage', async () => {
  await expect(reportAgain(join(folder, 'none'))).rejects.toThrow(UsageError);
});
