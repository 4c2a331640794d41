import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { literalRun } from '../reporters/trend/literal-run.ts';
import type { StoredRun } from '../reporters/trend/stored-run.ts';
import { readStore, rebuildStore, storePath, storeRun } from './run-store.ts';

let reports = '';
beforeEach(() => {
  reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(reports, { recursive: true }));

const [first, second, third] = [0, 1, 2].map((atHours) => literalRun({ atHours })) as [
  StoredRun,
  StoredRun,
  StoredRun,
];

/** As a run leaves it. */
function leave({ folder, results }: StoredRun): string {
  const path = join(reports, folder);
  mkdirSync(path);
  writeFileSync(join(path, 'results.json'), JSON.stringify(results, null, 2));
  return path;
}

const linesOf = () => readFileSync(storePath(reports), 'utf8').split('\n');
const foldersOf = (runs: readonly StoredRun[]) => runs.map(({ folder }) => folder);

test('each run adds a line, and changes none before', () => {
  storeRun(leave(first));
  const [line] = linesOf();
  storeRun(leave(second));
  expect(linesOf()[0]).toBe(line);
  expect(readStore(reports)).toEqual({ runs: [first, second], damage: [], added: [] });
});

test('what a later release writes beside is kept, although it is not read', () => {
  const { folder, results } = first;
  const later = { folder, results: { ...results, mood: 'good' } };
  storeRun(leave(later));
  expect(linesOf()[0]).toContain('"mood":"good"');
});

describe('after a crash', () => {
  test('the next run does not become part of the line that was cut off', () => {
    storeRun(leave(first));
    appendFileSync(storePath(reports), '{"folder":"2026');
    storeRun(leave(second));
    const { runs, damage } = readStore(reports);
    expect(foldersOf(runs)).toEqual(foldersOf([first, second]));
    expect(damage).toEqual(['line 2 is not whole']);
  });

  test('a run whose line was lost is added from its folder', () => {
    for (const run of [first, second]) leave(run);
    storeRun(join(reports, second.folder));
    expect(readStore(reports)).toMatchObject({ runs: [first, second], added: [first.folder] });
    expect(readStore(reports).added).toEqual([]);
  });

  test('results that are not whole are told, and no reason to stop', () => {
    leave(first);
    writeFileSync(join(leave(second), 'results.json'), '{"format": "blacksta');
    const { runs, damage } = readStore(reports);
    expect(foldersOf(runs)).toEqual([first.folder]);
    expect(damage).toEqual([expect.stringContaining(`${second.folder}/results.json: `)]);
  });
});

test('folders without results, files and links are no runs', () => {
  leave(first);
  mkdirSync(join(reports, 'sample'));
  writeFileSync(join(reports, 'README.md'), '# Reports');
  expect(foldersOf(readStore(reports).runs)).toEqual([first.folder]);
});

describe('rebuilt', () => {
  test('the store is what the folders say, whatever it was before', () => {
    storeRun(leave(first));
    const changed = { ...first, results: { ...first.results, verdict: 'fail' as const } };
    writeFileSync(join(reports, first.folder, 'results.json'), JSON.stringify(changed.results));
    leave(second);
    appendFileSync(storePath(reports), 'no line\n');
    expect(readStore(reports).damage).toEqual(['line 2 is not whole']);
    expect(rebuildStore(reports)).toMatchObject({ runs: [changed, second], damage: [] });
    expect(readStore(reports)).toEqual({ runs: [changed, second], damage: [], added: [] });
  });

  test('the line of a run whose folder is gone stays', () => {
    for (const run of [first, second, third]) storeRun(leave(run));
    rmSync(join(reports, first.folder), { recursive: true });
    expect(rebuildStore(reports).runs).toEqual([first, second, third]);
  });
});
