import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicClock } from '../core/clock.ts';
import { eventually } from '../core/eventually.ts';
import { packageFolder } from '../core/package-folder.ts';
import { setUp } from './set-up.ts';

let docker: Docker;
let machineImage = '';
let reports = '';

beforeAll(async () => {
  const folder = join(packageFolder, 'images');
  const ready = await setUp({
    images: ['machine'],
    folder,
    env: process.env,
    progress: console.error,
  });
  docker = ready.docker;
  machineImage = ready.images.get('machine') ?? '';
  reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterAll(() => rmSync(reports, { recursive: true }));

/** The command line as a process of its own, with what it has said so far. */
function blackstart(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(packageFolder, 'bin', 'blackstart.js'), ...args],
    { env: { ...process.env, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  child.stdout?.on('data', (text) => said.push(String(text)));
  child.stderr?.on('data', (text) => said.push(String(text)));
  const ended = once(child, 'exit').then(([code]) => ({ code, output: said.join('') }));
  const says = (words: string) =>
    eventually(
      `blackstart says '${words}'`,
      async () => (said.join('').includes(words) ? { done: true } : { state: said.join('') }),
      { clock: monotonicClock, withinMs: 120_000 },
    );
  return { child, ended, says };
}

const label = { label: ['org.blackstart.run'] };

async function ours(): Promise<{ containers: number; networks: number }> {
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters: label }),
    docker.listNetworks({ filters: label }),
  ]);
  return { containers: containers.length, networks: networks.length };
}

const runNone = () => blackstart(['run', 'galera-none', '--reports', reports]);

test('what a killed run left is removed by the next command, and nothing else is', async () => {
  const foreign = await docker.createContainer({ Image: machineImage });
  try {
    const { child, ended, says } = runNone();
    await says('waiting for 3 nodes');
    child.kill('SIGKILL');
    await ended;
    expect((await ours()).containers).toBeGreaterThan(0);
    const { code, output } = await blackstart(['clean']).ended;
    expect(code, output).toBe(0);
    expect(output).toContain('removed run');
    expect(await ours()).toEqual({ containers: 0, networks: 0 });
    expect((await foreign.inspect()).Id).toBe(foreign.id);
  } finally {
    await foreign.remove({ force: true });
  }
});

test('the history of a killed run can be judged, as unknown', async () => {
  const folders = readdirSync(reports).filter((name) => name.endsWith('galera-none'));
  const { code, output } = await blackstart([
    'judge',
    join(reports, folders[0] ?? '', 'history.jsonl'),
  ]).ended;
  expect(code, output).toBe(2);
  expect(output).toContain('cut off');
});

test('a run that is interrupted undoes, reports an error, and leaves nothing', async () => {
  const { child, ended, says } = runNone();
  await says('waiting for the cluster to be steady');
  child.kill('SIGINT');
  const { code, output } = await ended;
  expect(code, output).toBe(3);
  expect(output).toContain('interrupted by SIGINT');
  const results = readFileSync(join(reports, 'latest', 'results.json'), 'utf8');
  expect(JSON.parse(results)).toMatchObject({ verdict: 'error' });
  expect(await ours()).toEqual({ containers: 0, networks: 0 });
});

test('a subnet that is in use is refused by name, and nothing is left', async () => {
  const subnet = '198.18.77.0/24';
  const network = await docker.createNetwork({
    Name: 'somebody-elses',
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
  });
  try {
    const run = blackstart(['run', 'galera-none', '--reports', reports], {
      BLACKSTART_SUBNET: subnet,
    });
    const { code, output } = await run.ended;
    expect(code, output).toBe(64);
    expect(output).toContain(`${subnet} is in use`);
    expect(await ours()).toEqual({ containers: 0, networks: 0 });
  } finally {
    await network.remove();
  }
});
