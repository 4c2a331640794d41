import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureFolder, packageFolder } from '../core/package-folder.ts';
import { setUp } from '../engine/set-up.ts';
import { leftBehind } from './left-behind.ts';
import { spawnBlackstart } from './spawn-blackstart.ts';

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

const runNone = () => spawnBlackstart(['run', 'galera-none', '--reports', reports]);

test('what a killed run left is removed by the next command, and nothing else is', async () => {
  await using foreign = new AsyncDisposableStack();
  const container = await docker.createContainer({ Image: machineImage, name: 'somebody-elses' });
  foreign.defer(() => container.remove({ force: true }));
  const network = await docker.createNetwork({ Name: 'somebody-elses' });
  foreign.defer(() => network.remove());
  await docker.createVolume({ Name: 'somebody-elses' });
  const volume = docker.getVolume('somebody-elses');
  foreign.defer(() => volume.remove());
  const { child, ended, says } = runNone();
  await says('waiting for 3 nodes');
  child.kill('SIGKILL');
  await ended;
  expect(await leftBehind(docker)).not.toEqual([]);
  const { code, output } = await spawnBlackstart(['clean']).ended;
  expect(code, output).toBe(0);
  expect(output).toContain('removed run');
  expect(await leftBehind(docker)).toEqual([expect.stringContaining('somebody-elses')]);
  for (const thing of [container, network, volume]) await thing.inspect();
});

test('the history of a killed run can be judged, as unknown', async () => {
  const folders = readdirSync(reports).filter((name) => name.endsWith('galera-none'));
  const { code, output } = await spawnBlackstart([
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
  expect(await leftBehind(docker)).toEqual([]);
});

test('a run that is terminated amid its blows undoes them, last first, and reports', async () => {
  const words = ['run', 'havoc', '--suites', fixtureFolder('suites'), '--reports', reports];
  const { child, ended, says } = spawnBlackstart(words);
  await says('disk-full at');
  child.kill('SIGTERM');
  const { code, output } = await ended;
  expect(code, output).toBe(3);
  expect(output).toContain('interrupted by SIGTERM');
  const results = JSON.parse(readFileSync(join(reports, 'latest', 'results.json'), 'utf8'));
  expect(results).toMatchObject({ verdict: 'error' });
  expect(readFileSync(join(reports, 'latest', 'report.html'), 'utf8')).toContain('SIGTERM');
  expect(await leftBehind(docker)).toEqual([]);
});

test('a subnet that is in use is refused by name, and nothing is left', async () => {
  const subnet = '198.18.77.0/24';
  const network = await docker.createNetwork({
    Name: 'somebody-elses',
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
  });
  try {
    const run = spawnBlackstart(['run', 'galera-none', '--reports', reports], {
      BLACKSTART_SUBNET: subnet,
    });
    const { code, output } = await run.ended;
    expect(code, output).toBe(64);
    expect(output).toContain(`${subnet} is in use`);
    expect(await leftBehind(docker)).toEqual([]);
  } finally {
    await network.remove();
  }
});
