import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageFolder } from '../core/package-folder.ts';
import { gateExitCodes } from '../reporters/gate/json.ts';

const files = ['github-actions.yml', 'gitlab-ci.yml'];

const read = (file: string): unknown =>
  parse(readFileSync(join(packageFolder, 'docs', 'ci', file), 'utf8'));

/** Every line that a shell would be given: `run` of GitHub's steps, `script` of GitLab's jobs. */
function linesOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!/^(run|(before_|after_)?script)$/.test(key)) return linesOf(inner);
    return [inner].flat().flatMap((text) => String(text).split('\n'));
  });
}

/** What is called by name through npx: the program, its command, and its options. */
const calls = files.flatMap((file) =>
  linesOf(read(file)).flatMap((line) => {
    const [, program = '', rest = ''] = /^npx (\S+) (.*)$/.exec(line.trim()) ?? [];
    if (program === '') return [];
    const words = rest.split(/\s+/);
    const options = words.flatMap((word) => /^--[a-zA-Z.-]+/.exec(word) ?? []);
    return [{ file, line: line.trim(), program, command: words[0] ?? '', options }];
  }),
);

const helps = new Map<string, string>();

/** What a program says of itself; asked once. */
function helpOf(...command: readonly string[]): string {
  const name = command.join(' ');
  const known = helps.get(name);
  if (known !== undefined) return known;
  const { stdout } = spawnSync(process.execPath, [...command, '--help'], { encoding: 'utf8' });
  helps.set(name, stdout);
  return stdout;
}

test.each(files)('%s calls the gate, the suites in shards, and the trend', (file) => {
  const own = calls
    .filter((call) => call.file === file)
    .map(({ line }) => line)
    .join('\n');
  for (const part of ['blackstart gate', '--shard=', '--merge-reports=', 'blackstart trend']) {
    expect(own).toContain(part);
  }
});

test('nothing is called that is neither this program nor vitest', () => {
  expect([...new Set(calls.map(({ program }) => program))].toSorted()).toEqual([
    'blackstart',
    'vitest',
  ]);
});

describe('every command and option exists', () => {
  const own = calls.filter(({ program }) => program === 'blackstart');

  test.each(own)('$file: $line', ({ command, options }) => {
    const help = helpOf(join(packageFolder, 'bin', 'blackstart.js'), command);
    expect(help).toContain(`Usage: blackstart ${command} `);
    for (const option of options) expect(help).toMatch(new RegExp(`^ +${option}\\b`, 'm'));
  });

  test('of vitest', () => {
    const help = helpOf(join(packageFolder, 'node_modules', 'vitest', 'vitest.mjs'), 'run');
    const known = [...help.matchAll(/--([a-zA-Z.]+)/g)].map(([, name = '']) => kebab(name));
    const used = calls
      .filter(({ program }) => program === 'vitest')
      .flatMap(({ options }) => options);
    // --outputFile.blob is the outputFile of one reporter.
    const names = used.map((option) => kebab(option.slice(2).replace(/\..*/, '')));
    expect([...new Set(names)].filter((name) => !known.includes(name))).toEqual([]);
  });

  test('reporters, projects', () => {
    const config = readFileSync(join(packageFolder, 'vitest.config.ts'), 'utf8');
    for (const { line } of calls) {
      for (const [, project] of line.matchAll(/--project (\S+)/g)) {
        expect(config).toContain(`name: '${project}'`);
      }
      for (const [, reporter = ''] of line.matchAll(/--reporter=(\S+)/g)) {
        expect(['default', 'blob', 'junit']).toContain(reporter);
      }
    }
  });
});

test('what it says of exit codes is what the command line does', () => {
  const page = readFileSync(join(packageFolder, 'docs', 'ci', 'README.md'), 'utf8');
  const codes = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(codes).toEqual([...new Set(Object.values(gateExitCodes)), 64].toSorted((a, b) => a - b));
});

const kebab = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
