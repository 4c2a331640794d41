import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { type LiteralRun, literalRun } from '../reporters/trend/literal-run.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** Runs the command as a user would, in a folder with these runs. */
function trend(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(packageFolder, 'bin', 'blackstart.js'), 'trend', ...args],
    { encoding: 'utf8', cwd: home, env: { ...process.env, NO_COLOR: '1' } },
  );
  return { status, stdout, stderr };
}

/** As a run leaves it; the folder's name. */
function leave(run: LiteralRun): string {
  const { folder, results } = literalRun(run);
  mkdirSync(join(home, 'reports', folder), { recursive: true });
  writeFileSync(join(home, 'reports', folder, 'results.json'), JSON.stringify(results));
  writeFileSync(join(home, 'reports', folder, 'report.html'), '<p>a run</p>');
  return folder;
}

describe('wrong usage ends with 64 and one message that names the value and the next step', () => {
  test.each<[string, string[], string[]]>([
    ['a folder that is not there', ['--reports', 'nowhere'], ['nowhere', 'next:', 'run galera']],
    ['a folder without runs', ['--reports', '.'], ['found none in .', 'next:']],
    ['an age that is none', ['--keep', '30x'], ["'30x'", '30d']],
    ['no run at all', ['--keep', '0'], ["'0'", 'at least 1']],
    ['nothing that could be dry', ['--dry-run'], ['--keep', 'next:']],
  ])('%s', (_, args, words) => {
    const { status, stdout, stderr } = trend(...args);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    for (const word of words) expect(stderr).toContain(word);
  });
});

test('writes the page and the store, and says what the night was', () => {
  const folders = [
    leave({ atHours: 0 }),
    leave({ atHours: 48, verdict: 'fail', because: 'it broke' }),
  ];
  const { status, stdout } = trend();
  expect(status).toBe(0);
  expect(stdout).toContain('1 scenario in the night to 2026-01-03 00:00 UTC: ✕ 1 fail');
  expect(stdout).toContain('✕ toy-kill: fail, was pass: it broke');
  expect(stdout).toContain('⇄ toy-kill: flaky: with one set-up it failed in 1 of 2 trials');
  expect(stdout).toContain('page: reports/index.html');
  const page = readFileSync(join(home, 'reports', 'index.html'), 'utf8');
  for (const folder of folders) expect(page).toContain(`href="./${folder}/report.html"`);
  expect(readFileSync(join(home, 'reports', 'runs.jsonl'), 'utf8').split('\n')).toHaveLength(3);
});

test('a machine gets the night, every cell and every series', () => {
  leave({ atHours: 0 });
  leave({ atHours: 1, rtoMs: 'never', verdict: 'fail' });
  const { status, stdout } = trend('--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    format: 'blackstart-trend',
    version: 1,
    runs: 2,
    damage: [],
    scenarios: [
      {
        scenario: 'toy-kill',
        verdict: 'fail',
        withThisVerdict: 1,
        ofRuns: 2,
        isFlaky: true,
        failed: { failures: 1, n: 2 },
        cells: [{ system: 'toy', verdict: 'fail' }],
        series: [{ measure: 'rto.all', n: 2, censored: 1, median: { atLeast: 30_500 } }],
      },
    ],
  });
});

test('a store that a crash cut off is told, and made whole by --rebuild', () => {
  leave({});
  trend();
  appendFileSync(join(home, 'reports', 'runs.jsonl'), '{"folder":"20');
  const damaged = trend();
  expect(damaged.status).toBe(0);
  expect(damaged.stdout).toContain('not read: line 2 is not whole');
  expect(damaged.stdout).toContain('next: blackstart trend --rebuild');
  expect(trend('--rebuild').stdout).not.toContain('not read');
  expect(trend().stdout).not.toContain('not read');
});

test('old run folders go where that is asked for, and their numbers stay', () => {
  const [old, recent] = [leave({ atHours: 0 }), leave({ atHours: 1 })];
  const found = trend('--keep', '1', '--dry-run');
  expect(found.stdout).toMatch(new RegExp(`would remove ${old} .*\n.*would remove 1 run folders`));
  expect(existsSync(join(home, 'reports', old))).toBe(true);
  expect(trend('--keep', '1').stdout).toContain(`removed ${old} `);
  expect(readdirSync(join(home, 'reports'))).toEqual([recent, 'index.html', 'runs.jsonl']);
  expect(trend('--rebuild').stdout).toContain('2 runs of 1 scenario');
  const page = readFileSync(join(home, 'reports', 'index.html'), 'utf8');
  expect(page).not.toContain(`${old}/report.html`);
});
