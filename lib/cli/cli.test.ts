import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fixtureFolder, packageFolder } from '../core/package-folder.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import type { catchJson } from '../reporters/gate/catch-json.ts';

type CatchTableJson = ReturnType<typeof catchJson>;

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
    ['an unknown format', ['judge', 'x', '--format', 'pdf'], ["'pdf'", 'markdown']],
    ['one file of several runs', ['judge', 'x', 'y', '--format', 'junit'], ['found 2', '--json']],
    ['a scenario file that is not there', ['run', 'none.yaml'], ['none.yaml', 'docs/scenarios.md']],
    ['an unknown scenario to export', ['scenario', 'export', 'nope'], ["'nope'", 'galera-kill']],
    [
      'two forms at once',
      ['scenario', 'export', 'galera-kill', '--json', '--typescript'],
      ['--typescript', '--json'],
    ],
    ['a gate without a candidate', ['gate'], ['--candidate']],
    [
      'a candidate that changes nothing',
      ['gate', '--candidate', fixtureFolder('galera')],
      ['is the same as', 'next:'],
    ],
    [
      'a candidate of nobody’s files',
      ['gate', '--candidate', join(packageFolder, 'docs', 'measures')],
      ['expected files that a system reads', 'haproxy.cfg'],
    ],
    [
      'a baseline that is not there',
      ['gate', '--candidate', fixtureFolder('redis'), '--baseline', 'softened'],
      ["found 'softened'", 'hardened'],
    ],
    [
      'a margin without a unit',
      ['gate', '--candidate', fixtureFolder('redis'), '--margin', '10'],
      ["found '10'", '10%,500ms'],
    ],
    [
      'scenarios without the system that changes',
      ['gate', '--candidate', fixtureFolder('redis'), '--scenario', 'galera-kill'],
      ['is for redis', 'have galera'],
    ],
    ['an unknown topology to search', ['explore', 'galer'], ["found 'galer'", 'galera, rabbitmq']],
    ['a time without a unit', ['explore', 'galera', '--for', 'soon'], ["'soon'", "'30m'"]],
    [
      'a profile that is not there',
      ['explore', 'galera', '--profile', 'x'],
      ["found 'x'", 'kolla'],
    ],
    ['more than all repeats', ['shrink', 'x', '--repeat', '3/2'], ["found '3/2'", '1/3']],
    ['a scenario file to shrink that is not there', ['shrink', 'none.yaml'], ['none.yaml']],
    ['a run to shrink that is not there', ['shrink', 'nope'], ["found 'nope'", 'next:']],
    ['a run to replay that is not there', ['replay', 'nope'], ["found 'nope'", 'next:']],
    ['a run to bundle that is not there', ['bundle', 'nope'], ["found 'nope'", 'next:']],
    [
      'a mutation that there is not',
      ['gate', '--mutations', '--only', 'redis-fsync'],
      ["found 'redis-fsync'", 'redis-fsync-no'],
    ],
    [
      'a system of mutations without those',
      ['gate', '--candidate', fixtureFolder('redis'), '--system', 'redis'],
      ['--system', '--mutations'],
    ],
    [
      'mutations and a candidate',
      ['gate', '--mutations', '--candidate', fixtureFolder('redis')],
      ['--mutations', '--candidate'],
    ],
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

test('a gate says what differs and what that should cost before it needs an engine', () => {
  const candidate = fixtureFolder('variants/galera-flush-0');
  const args = [
    'gate',
    '--candidate',
    candidate,
    '--reports',
    join(folder, 'gates'),
    '--seed',
    '1',
  ];
  const { status, stdout, stderr } = blackstart(args, noEngine);
  expect(status).toBe(3);
  expect(stdout).toContain('+innodb_flush_log_at_trx_commit = 0\n');
  expect(stdout).toContain('no formula reads what differs');
  expect(stdout).toContain('durability: innodb_flush_log_at_trx_commit 1 -> 0: may lose');
  expect(stderr).toContain('next:');
});

test('a catch table says of everything that was not run that it was not', () => {
  const results = join(folder, 'none.jsonl');
  const args = ['gate', '--mutations', '--table-only', '--system', 'edge', '--results', results];
  const { status, stdout } = blackstart([...args, '--json'], noEngine);
  expect(status).toBe(2);
  const { rows, harmful } = JSON.parse(stdout) as CatchTableJson;
  expect(harmful.notRun).toBe(harmful.all);
  expect(new Set(rows.map(({ outcome, result }) => [outcome, result].join()))).toEqual(
    new Set(['not run,']),
  );
  expect(blackstart(args, noEngine).stdout).toContain(`0 of ${harmful.all} caught`);
});

describe('judge', () => {
  test('gives a stored history the verdict that its run had', () => {
    const path = historyFile('whole.jsonl', historyLines);
    const { status, stdout } = blackstart(['judge', path, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'pass', doubts: [] });
  });

  test.each([
    ['json', '"format": "blackstart-results"'],
    ['junit', '<testsuites name="blackstart"'],
    ['markdown', '### ✓ pass: A toy cluster'],
    ['openmetrics', 'blackstart_verdict{scenario="toy-kill",verdict="pass"} 1'],
  ])('prints it as %s', (format, words) => {
    const path = historyFile('formatted.jsonl', historyLines);
    const { status, stdout } = blackstart(['judge', path, '--format', format]);
    expect(status).toBe(0);
    expect(stdout).toContain(words);
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

test.each([
  ...['', 'run', 'gate', 'explore', 'shrink', 'replay', 'bundle', 'list'],
  ...['scenario', 'scenario export', 'scenario save', 'up', 'status', 'fault', 'heal', 'load'],
  ...['shell', 'logs', 'capture', 'down', 'completion', 'prepare', 'doctor', 'clean', 'judge'],
  ...['report', 'trend'],
])('%s --help has examples', (command) => {
  const words = command.split(' ').filter((word) => word !== '');
  const { status, stdout } = blackstart([...words, '--help']);
  expect(status).toBe(0);
  expect(stdout).toContain('Examples:');
});

test('list names every scenario with what happens in it', () => {
  const { status, stdout } = blackstart(['list', '--json']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({ name: 'galera-kill', topology: 'galera' }),
  );
});

describe('a scenario in a file', () => {
  const text = `name: my-incident
title: A process is killed
topology: { ledger: { flush: before } }
workloads: [{ set: { on: ledger } }]
schedule:
  - at: 1s
    fault: { kill: { downFor: 2s } }
    target: { machine: 1 }
expect: [nothing-lost]
`;
  const fileWith = (name: string, contents: string) => historyFile(name, [contents]);

  test('is run by its path: wrong usage names file, line, value and expectation', () => {
    const path = fileWith('wrong.yaml', text.replace('machine: 1', 'machine: 2'));
    const { status, stdout, stderr } = blackstart(['run', path], noEngine);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain(
      `${path}:8:13: schedule[0].target: expected the number of a machine of the topology (ledger-1), found '2'`,
    );
  });

  test('needs an engine like any other', () => {
    const { status, stderr } = blackstart(['run', fileWith('right.yaml', text)], noEngine);
    expect(status).toBe(3);
    expect(stderr).toContain('no Docker Engine');
  });

  test('is listed, alone, with others, and with all of its folder', () => {
    const path = fileWith('listed.yaml', text);
    const own = join(folder, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'a.json'), JSON.stringify(parse(text)));
    writeFileSync(join(own, 'b.yml'), text.replace('my-incident', 'other'));
    const { status, stdout } = blackstart(['list', 'galera-kill', path, own, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'galera-kill' },
      { name: 'my-incident', topology: 'ledger', file: path },
      { name: 'my-incident', file: join(own, 'a.json') },
      { name: 'other', file: join(own, 'b.yml') },
    ]);
  });

  test('a folder without any is wrong usage', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const { status, stderr } = blackstart(['run', empty], noEngine);
    expect(status).toBe(64);
    expect(stderr).toContain('expected a folder with scenarios');
  });

  test('a dry run starts nothing, and needs no engine', () => {
    const path = fileWith('dry.yaml', text);
    const { status, stdout } = blackstart(['run', path, '--dry-run', '--seed', '7'], noEngine);
    expect(status).toBe(0);
    expect(stdout).toContain('at machine 1: ledger-1');
    expect(stdout).toContain(`next: npx blackstart run ${path} --seed 7`);
  });

  test('as JSON it is a list of plans', () => {
    const { status, stdout } = blackstart(
      ['run', 'redis-power', '--dry-run', '--json', '--seed', '7'],
      noEngine,
    );
    expect(status).toBe(0);
    const [plan] = JSON.parse(stdout);
    expect(plan).toMatchObject({ format: 'blackstart-plan', version: 1, seed: 7 });
    expect(plan.blows).toHaveLength(5);
    expect(plan.blows[0]).toMatchObject({
      whom: { by: 'role', among: ['redis-1', 'redis-2', 'redis-3'] },
      predicted: [{ system: 'redis', of: 'the primary', maxMs: 10_000 }],
    });
    expect(plan.host).toContainEqual(
      expect.objectContaining({ capability: 'disks', status: 'not-tried' }),
    );
  });

  test('a dry run looks at the configuration that it is given', () => {
    const slow = join(folder, 'slow');
    mkdirSync(slow);
    writeFileSync(
      join(slow, 'zz.cnf'),
      '[mysqld]\nwsrep_provider_options = "evs.suspect_timeout=PT9S"\n',
    );
    const { stdout } = blackstart(
      ['run', 'galera-kill', '--dry-run', '--config', `galera=${slow}`],
      noEngine,
    );
    expect(stdout).toContain('predicted: 9.00 s to 20.25 s');
  });

  test('is printed in each form, and the same again', () => {
    const yaml = blackstart(['scenario', 'export', 'galera-one-node']).stdout;
    const json = blackstart(['scenario', 'export', 'galera-one-node', '--json']).stdout;
    expect(parse(yaml)).toEqual(JSON.parse(json));
    const path = fileWith('exported.yaml', yaml);
    expect(blackstart(['scenario', 'export', path]).stdout).toBe(yaml);
    const suite = blackstart(['scenario', 'export', path, '--typescript']).stdout;
    expect(suite).toContain("export const galeraOneNode = chaos('galera-one-node', {");
  });

  test('what no file can say stays a suite, and says why', () => {
    const suites = join(folder, 'suites');
    mkdirSync(suites);
    const door = pathToFileURL(join(packageFolder, 'lib', 'index.ts')).href;
    writeFileSync(
      join(suites, 'own.ts'),
      `import { chaos, galera, set } from '${door}';
const topology = galera({ through: { name: 'proxy', address: () => '198.18.0.1' } });
const workloads = [{ ...set(), lanes: 1 }];
export const own = chaos('own', { title: 'x', topology, workloads, schedule: [], expect: [] });
`,
    );
    const { status, stderr } = blackstart(['scenario', 'export', 'own', '--suites', suites]);
    expect(status).toBe(64);
    expect(stderr).toContain('topology galera: galera was told what no file can say');
    expect(stderr).toContain('workload set: it was put together, or changed, in TypeScript');
  });
});
