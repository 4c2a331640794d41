import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { mayRedraw } from './terminal.ts';

const terminal = { isTTY: true, columns: 80, rows: 24 };

test('drawn anew is what a person sees on a terminal that can', () => {
  expect(mayRedraw(terminal, { TERM: 'xterm' })).toBe(true);
  expect(mayRedraw(terminal, { TERM: 'xterm', CI: '', NO_COLOR: '1' })).toBe(true);
});

test.each([
  ['a pipe', { columns: 80, rows: 24 }, {}],
  ['a terminal without a size', { isTTY: true, columns: 0, rows: 0 }, {}],
  ['a dumb terminal', terminal, { TERM: 'dumb' }],
  ['a build server', terminal, { CI: 'true' }],
])('%s gets plain lines', (_, output, env) => {
  expect(mayRedraw(output, env)).toBe(false);
});

describe('a run that can not begin, on a pseudo-terminal', () => {
  const ESC = '\u001B[';
  const HIDE = `${ESC}?25l`;
  const SHOW = `${ESC}?25h`;
  /** The last letters of all control sequences: `m` is a colour, `A` goes up. */
  const sequencesIn = (text: string) =>
    new Set(
      text
        .split(ESC)
        .slice(1)
        .map((rest) => rest.replace(/^[?\d;]*/, '').charAt(0)),
    );

  /** Runs Node on a terminal of 80 columns, with what an environment adds to a person's. */
  function onTerminal(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const quoted = [process.execPath, ...words].map((word) => `'${word}'`).join(' ');
    const { CI: _, NO_COLOR: __, ...here } = process.env;
    const { stdout, status } = spawnSync(
      'script',
      ['-qec', `stty cols 80 rows 24; ${quoted}`, '/dev/null'],
      { encoding: 'utf8', env: { ...here, TERM: 'xterm', ...env } },
    );
    return { stdout, status };
  }

  /** Without an engine: it ends within a second, with an error. */
  const runOn = (env: Readonly<Record<string, string>>, flags: readonly string[] = []) =>
    onTerminal([join(packageFolder, 'bin', 'blackstart.js'), 'run', 'ledger-kill', ...flags], {
      DOCKER_HOST: 'unix:///nonexistent/docker.sock',
      ...env,
    });

  test('is live until then, leaves the cursor visible, and says why', () => {
    const { stdout, status } = runOn({});
    expect(status).toBe(3);
    expect(stdout).toContain('ledger-kill');
    expect(sequencesIn(stdout)).toContain('A');
    expect(sequencesIn(stdout)).toContain('m');
    expect(stdout.lastIndexOf(SHOW)).toBeGreaterThan(stdout.lastIndexOf(HIDE));
    expect(stdout).toContain('unix:///nonexistent/docker.sock (DOCKER_HOST)');
  });

  test('has no colours where NO_COLOR says so', () => {
    const { stdout } = runOn({ NO_COLOR: '1' });
    expect(stdout).toContain(HIDE);
    expect(sequencesIn(stdout)).not.toContain('m');
  });

  test.each([
    ['on a build server', { CI: 'true' }, []],
    ['on a dumb terminal', { TERM: 'dumb' }, []],
    ['with --no-live', {}, ['--no-live']],
  ])('is told in plain lines %s', (_, env, flags) => {
    const { stdout, status } = runOn(env, flags);
    expect(status).toBe(3);
    expect(stdout).toMatch(/ 0\.0 s {2}ledger-kill: /);
    expect(stdout).not.toContain(HIDE);
    expect(sequencesIn(stdout)).not.toContain('A');
  });

  test('brings the cursor back, too, where it is cut short', () => {
    const { stdout, status } = onTerminal([
      '--input-type=module',
      '--eval',
      `import { showTrial } from "${join(packageFolder, 'lib/cli/show-trial.ts')}";
       const place = { scenario: 1, scenarios: 1, trial: 1, trials: 1 };
       showTrial({ name: "toy", title: "A toy" }, { place, as: "live" });
       setTimeout(() => process.exit(7), 300);`,
    ]);
    expect(status).toBe(7);
    expect(stdout).toContain(HIDE);
    expect(stdout.lastIndexOf(SHOW)).toBeGreaterThan(stdout.lastIndexOf(HIDE));
  });
});
