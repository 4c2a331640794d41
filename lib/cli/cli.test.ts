import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { runInMemory } from '../memory/run-in-memory.ts';

const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
let folder = '';
let historyLines: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  const { history } = await runInMemory();
  historyLines = [history.header, ...history.events].map((line) => JSON.stringify(line));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command line as a user would, without a terminal. */
function blackstart(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(packageFolder, 'bin', 'blackstart.js'), ...args],
    { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', ...env } },
  );
  return { status, stdout, stderr };
}

function historyFile(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('wrong usage ends with 64 and one message that names the value and the next step', () => {
  test.each<[string, string[], string[]]>([
    ['an unknown command', ['explode'], ["unknown command 'explode'", '--help']],
    ['an unknown option', ['run', '--sed', '7'], ["unknown option '--sed'", '--seed']],
    ['an unknown scenario', ['run', 'galera-kil'], ["found 'galera-kil'", 'galera-kill']],
    ['a seed that is no number', ['run', '--seed', 'x'], ["'x'", 'whole number']],
    ['no trial at all', ['run', '--trials', '0'], ["'0'", 'at least 1']],
    ['a folder without suites', ['list', '--suites', '/nonexistent'], ['/nonexistent', 'next:']],
    [
      'a history that is not there',
      ['judge', '/nonexistent.jsonl'],
      ['/nonexistent.jsonl', 'next:'],
    ],
  ])('%s', (_, args, words) => {
    const { status, stdout, stderr } = blackstart(args, noEngine);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    for (const word of words) expect(stderr).toContain(word);
  });

  test('a file that is no history', () => {
    const { status, stderr } = blackstart(['judge', historyFile('text.jsonl', ['hello'])]);
    expect(status).toBe(64);
    expect(stderr).toContain("expected a history's header");
  });

  test('an engine address without a scheme', () => {
    const { status, stderr } = blackstart(['doctor'], { DOCKER_HOST: 'here' });
    expect(status).toBe(64);
    expect(stderr).toContain("found 'here'");
  });
});

describe('no engine ends with 3 and says which one did not answer', () => {
  test.each([[['run', 'galera-none']], [['doctor']], [['clean']]])('%j', (args) => {
    const { status, stderr } = blackstart(args, noEngine);
    expect(status).toBe(3);
    expect(stderr).toContain('unix:///nonexistent/docker.sock (DOCKER_HOST)');
    expect(stderr).toContain('next:');
  });

  test('as JSON where that is asked for', () => {
    const { status, stdout } = blackstart(['doctor', '--json'], noEngine);
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'NO_ENGINE' } });
  });
});

describe('judge', () => {
  test('gives a stored history the verdict that its run had', () => {
    const path = historyFile('whole.jsonl', historyLines);
    const { status, stdout } = blackstart(['judge', path, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'pass', doubts: [] });
  });

  test('judges the sound part of a history that was cut off, as unknown at best', () => {
    const cut = historyLines.slice(0, -50).join('\n').slice(0, -10);
    const { status, stdout } = blackstart(['judge', historyFile('cut.jsonl', [cut])]);
    expect(status).toBe(2);
    expect(stdout).toContain('the history is damaged: line');
  });
});

describe('judge --expect', () => {
  test('holds a history against other expectations than its own', () => {
    const expectations = historyFile('strict.yaml', ['- { measure: rto.all, atMost: 1 }']);
    const path = historyFile('judged.jsonl', historyLines);
    const { status, stdout } = blackstart(['judge', path, '--expect', expectations]);
    expect(status).toBe(1);
    expect(stdout).toContain('at most 1 ms');
  });

  test.each([
    ['a list of something else', '- { measure: rto.all, least: 1 }', 'atMost'],
    ['an unknown measure', '- { measure: rto.some, atMost: 1 }', "found 'rto.some'"],
    ['no list', 'rto.all: 5', 'expected a list'],
  ])('refuses %s', (_, text, words) => {
    const path = historyFile('judged.jsonl', historyLines);
    const { status, stderr } = blackstart([
      'judge',
      path,
      '--expect',
      historyFile('wrong.yaml', [text]),
    ]);
    expect(status).toBe(64);
    expect(stderr).toContain(words);
    expect(stderr).toContain('next:');
  });

  test('several histories are trials of one scenario', () => {
    const path = historyFile('trial.jsonl', historyLines);
    const { status, stdout } = blackstart(['judge', path, path]);
    expect(status).toBe(0);
    expect(stdout).toContain('2 trials: 2 pass');
  });
});

test('every command has help with examples', () => {
  for (const command of [[], ['run'], ['list'], ['doctor'], ['clean'], ['judge']]) {
    const { status, stdout } = blackstart([...command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Examples:');
  }
});

test('list names every scenario with what happens in it', () => {
  const { status, stdout } = blackstart(['list', '--json']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({ name: 'galera-kill', topology: 'galera' }),
  );
});
