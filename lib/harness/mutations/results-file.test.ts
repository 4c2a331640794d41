import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MutationResult } from '../../gate/mutation-result.ts';
import { addResult, readResults } from './results-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  path = join(folder, 'deep', 'mutations.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const result = (mutation: string): MutationResult => ({
  ...{ format: 'blackstart-mutation-result', version: 1, mutation, digest: 'one' },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', durationMs: 60_000, verdict: 'fail' },
  ...{ because: 'it is worse', against: ['rpo'], foretold: [], pairs: 1, runs: 2 },
  ...{ endedBy: 'sure', seed: 1, replay: [], machine: '2 processors, 8.0 GiB' },
});

test('what is added is read again, in its order; where there is no file there is nothing', () => {
  expect(readResults(path)).toEqual([]);
  addResult(path, result('one'));
  addResult(path, result('two'));
  expect(readResults(path)).toEqual([result('one'), result('two')]);
});

test('a process that was killed as it wrote costs its last line alone', () => {
  addResult(path, result('one'));
  appendFileSync(path, JSON.stringify(result('torn')).slice(0, 40));
  expect(readResults(path)).toEqual([result('one')]);
  addResult(path, result('two'));
  expect(readResults(path)).toEqual([result('one'), result('two')]);
});

test('a line that is none is told by its number', () => {
  addResult(path, result('one'));
  writeFileSync(path, `hello\n${readFileSync(path, 'utf8')}`);
  expect(() => readResults(path)).toThrow(`${path} line 1: expected the result of a mutation`);
});
