import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import type { Dials } from '../memory/toy-cluster.ts';
import { jsonReport } from '../reporters/json.ts';

const INSTALLS_WITHIN_MS = 240_000;
const ANSWERS_WITHIN_MS = 60_000;

/** As a user's shell has it: nothing of this checkout, and nothing of an npm that runs this test. */
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|VITE)/i.test(name)),
  ),
  PATH: (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(packageFolder))
    .join(delimiter),
  DOCKER_HOST: 'unix:///nonexistent/docker.sock',
  NO_COLOR: '1',
};

const suite = `import { seconds } from 'blackstart';
import { judgeFile } from 'blackstart/vitest';
import { expect, test } from 'vitest';

test.each(['sound', 'slow'])('the night was quiet: %s', async (name) => {
  const report = await judgeFile(\`\${name}.jsonl\`);
  expect(report).toLoseNothing();
  expect(report).toRecoverWithin(seconds(2), { clock: 'all' });
});
`;

const scenario = `import { at, chaos, kill, ledger, machine, nothingLost, seconds, set } from 'blackstart';

export const mine = chaos('mine', {
  title: 'A scenario of my own',
  topology: ledger({ flush: 'before' }),
  workloads: [set({ on: 'ledger' })],
  schedule: [at(seconds(2), kill({ downFor: seconds(1) }), machine(1))],
  expect: [nothingLost],
});
`;

const misuse = `import 'blackstart/vitest';
import { expect } from 'vitest';

expect(undefined).toRecoverWithin(1, { clock: 'al' });
`;

/** A run that was made elsewhere, listed as one of this machine's would be. */
const told = `import 'blackstart/vitest';
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('a run is listed', () => {
  const list = process.env['BLACKSTART_RUN_LIST'];
  expect(list).toBeDefined();
  appendFileSync(list ?? '', \`\${process.cwd()}/stored\\n\`);
});
`;

const config = `import { BlackstartReporter } from 'blackstart/vitest-reporter';

export default {
  test: { include: ['told/*.test.ts'], reporters: ['default', new BlackstartReporter()] },
};
`;

const page = `import { readHistoryFile } from './node_modules/blackstart/lib/run/history-file.js';
import { reportOf } from './node_modules/blackstart/lib/core/report.js';
import { measures } from './node_modules/blackstart/lib/measures/index.js';
import { htmlReport } from './node_modules/blackstart/lib/reporters/html/index.js';

console.log(htmlReport(reportOf(await readHistoryFile('sound.jsonl'), measures)));
`;

const home = mkdtempSync(join(tmpdir(), 'blackstart-packed-'));
const project = join(home, 'project');
const installed = join(project, 'node_modules', 'blackstart');

beforeAll(async () => {
  for (const name of ['suites', 'stored', 'told']) {
    mkdirSync(join(project, name), { recursive: true });
  }
  await writeHistory('sound', {});
  await writeHistory('slow', { electionMs: 4_000 });
  write('package.json', '{ "name": "mine", "private": true, "type": "module" }');
  write('night.test.ts', suite);
  write('suites/mine.ts', scenario);
  write('misuse.ts', misuse);
  write('page.mjs', page);
  write('told/told.test.ts', told);
  write('told/vitest.config.ts', config);
  await writeResults('stored');
  demand(process.execPath, [join(packageFolder, 'bin', 'build.js'), join(home, 'package')]);
  const [tarball = ''] = demand('npm', ['pack', '--silent', join(home, 'package')]).split('\n');
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  demand('npm', ['install', ...quiet, join(project, tarball), 'vitest']);
}, INSTALLS_WITHIN_MS);
afterAll(() => rmSync(home, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(project, name), text);

async function writeHistory(name: string, dials: Partial<Dials>): Promise<void> {
  const { history } = await runInMemory({ dials });
  const lines = [history.header, ...history.events].map((line) => JSON.stringify(line));
  write(`${name}.jsonl`, lines.join('\n'));
}

async function writeResults(folder: string): Promise<void> {
  const { history } = await runInMemory();
  const results = jsonReport(reportOf(history, measures));
  write(join(folder, 'results.json'), JSON.stringify(results));
}

/** A command in the project; what it said on both streams, and its exit code. */
function run(program: string, args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: project,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1_024 * 1_024,
    timeout: INSTALLS_WITHIN_MS,
  });
  if (error !== undefined) throw error;
  return { status, stdout, output: `${stdout}${stderr}` };
}

function demand(program: string, args: readonly string[]): string {
  const { status, stdout, output } = run(program, args);
  expect(status, `${program} ${args.join(' ')}: ${output}`).toBe(0);
  return stdout;
}

test(
  'a ten-line suite in a project of its own judges stored histories',
  () => {
    const { status, output } = run('npx', ['vitest', 'run', 'night']);
    expect(output).toContain('1 failed | 1 passed');
    expect(output).toContain('FAIL  night.test.ts > the night was quiet: slow');
    expect(output).toContain('toy-kill: expected to recover within 2.00 s (rto.all)');
    expect(output).toContain('kill at toy-1');
    expect(status).toBe(1);
  },
  ANSWERS_WITHIN_MS,
);

test(
  'a run of its suites ends with the matrix',
  () => {
    const output = demand('npx', ['vitest', 'run', '--config', 'told/vitest.config.ts']);
    expect(output).toMatch(/✓ 1 pass +│ toy-kill +│ toy[\s\S]*1 run: ✓ 1 pass/);
  },
  ANSWERS_WITHIN_MS,
);

test(
  'the command line finds its own suites, and those of the project',
  () => {
    expect(demand('npx', ['blackstart', 'list'])).toContain('galera-kill');
    const own = demand('npx', ['blackstart', 'list', '--suites', 'suites']);
    expect(own).toMatch(/^mine {2}A scenario of my own/);
    expect(run('npx', ['blackstart', 'judge', 'slow.jsonl']).status).toBe(1);
  },
  ANSWERS_WITHIN_MS,
);

test(
  'types hold what they promise, and refuse what is wrong',
  () => {
    const tsc = [
      join(packageFolder, 'node_modules', 'typescript', 'bin', 'tsc'),
      ...['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext'],
    ];
    demand(process.execPath, [...tsc, 'night.test.ts', 'suites/mine.ts']);
    const { status, output } = run(process.execPath, [...tsc, 'misuse.ts']);
    expect(output).toMatch(/misuse.ts\(4,40\): error TS\d+: .*'"al"'/);
    expect(status).not.toBe(0);
  },
  ANSWERS_WITHIN_MS,
);

test(
  'a page is made from what the package holds',
  () => {
    const html = demand(process.execPath, ['page.mjs']);
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain('toy-kill');
  },
  ANSWERS_WITHIN_MS,
);

test.each(['images', 'fixtures/galera'])('%s are those of the checkout, modes included', (name) => {
  expect(filesOf(join(installed, name))).toEqual(filesOf(join(packageFolder, name)));
});

/** The files of a folder, with whether they may be executed. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, entry: statSync(join(folder, name)) }))
    .filter(({ entry }) => entry.isFile())
    .map(({ name, entry }) => `${name} ${(entry.mode & 0o111) !== 0 ? 'runs' : 'is read'}`)
    .toSorted();
}
