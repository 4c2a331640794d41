import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { literalRun } from '../reporters/trend/literal-run.ts';
import { pruneRuns } from './prune-runs.ts';

let reports = '';
beforeEach(() => {
  reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(reports, { recursive: true }));

/** As a run leaves it; the folder's name. */
function leave(atHours: number, change: object = {}): string {
  const { folder, results } = literalRun({ atHours });
  mkdirSync(join(reports, folder, 'more'), { recursive: true });
  writeFileSync(join(reports, folder, 'results.json'), JSON.stringify({ ...results, ...change }));
  writeFileSync(join(reports, folder, 'history.jsonl'), 'x'.repeat(1_000));
  return folder;
}

const hours = (count: number) => count * 3_600_000;
const begin = Date.UTC(2026, 0, 1);
const foldersOf = (found: readonly { readonly folder: string }[]) =>
  found.map(({ folder }) => folder);

test('the newest so many stay', () => {
  const [one, two, three] = [leave(0), leave(1), leave(2)];
  const { removed } = pruneRuns(reports, { keep: { newest: 1 }, mode: 'remove' });
  expect(foldersOf(removed)).toEqual([two, one]);
  expect(removed[0]?.bytes).toBeGreaterThan(1_000);
  expect(readdirSync(reports)).toEqual([three]);
});

test('those that began since stay', () => {
  const [one, two] = [leave(0), leave(2)];
  const keep = { withinMs: hours(3) };
  expect(
    foldersOf(pruneRuns(reports, { keep, mode: 'remove', now: begin + hours(4) }).removed),
  ).toEqual([one]);
  expect(readdirSync(reports)).toEqual([two]);
});

test('nothing is removed where it was only to be found', () => {
  const folders = [leave(0), leave(1)];
  const { removed } = pruneRuns(reports, { keep: { newest: 1 }, mode: 'find' });
  expect(foldersOf(removed)).toEqual([folders[0]]);
  expect(readdirSync(reports)).toEqual(folders);
});

test('the run that latest points to stays, and it is said', () => {
  const folder = leave(0);
  symlinkSync(folder, join(reports, 'latest'));
  const keep = { withinMs: hours(1) };
  const { removed, left } = pruneRuns(reports, { keep, mode: 'remove', now: begin + hours(9) });
  expect(removed).toEqual([]);
  expect(left).toEqual([{ folder, why: 'latest points to it' }]);
  expect(existsSync(join(reports, folder, 'history.jsonl'))).toBe(true);
});

test('what is no run of ours is never touched', () => {
  leave(5);
  const strange = [
    leave(0, { format: 'something-else' }),
    leave(1, { run: '20260101-000000-zzzz' }),
    leave(2, { startedAt: 'yesterday' }),
  ];
  const running = '20250101-000000-abcd-toy-kill';
  mkdirSync(join(reports, running));
  for (const name of ['sample', '.tests', '20250101-000000']) mkdirSync(join(reports, name));
  writeFileSync(join(reports, '20250101-000000-abcd-a-file'), '');
  const elsewhere = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  symlinkSync(elsewhere, join(reports, '20250101-000000-abcd-a-link'));
  const before = readdirSync(reports, { recursive: true });
  const { removed, left } = pruneRuns(reports, { keep: { newest: 1 }, mode: 'remove' });
  expect(removed).toEqual([]);
  expect(foldersOf(left)).toEqual(expect.arrayContaining([...strange, running]));
  expect(readdirSync(reports, { recursive: true })).toEqual(before);
  rmSync(elsewhere, { recursive: true });
});
