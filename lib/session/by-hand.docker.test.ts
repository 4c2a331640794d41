import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leftBehind } from '../cli/left-behind.ts';
import { spawnBlackstart } from '../cli/spawn-blackstart.ts';
import { connectDocker } from '../engine/docker.ts';
import { resolveEndpoint } from '../engine/endpoint.ts';
import { judgeFile } from '../harness/judge-file.ts';
import { clusters } from './clusters.ts';

let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bs-'));
});
afterAll(async () => {
  // Whatever became of a test, nobody keeps anything after it.
  for (const { name } of clusters(env())) await blackstart('down', '--name', name);
  rmSync(home, { recursive: true });
});

const env = () => ({ XDG_STATE_HOME: join(home, 'state') });
const reports = () => join(home, 'reports');

const blackstart = (...words: readonly string[]) => spawnBlackstart(words, env()).ended;

const up = (name: string) =>
  blackstart('up', 'ledger', 'flush=before', '--name', name, '--reports', reports());

/** The one run below the reports, whose folder ends with the name of its cluster. */
const historyOf = (name: string) => {
  const folder = readdirSync(reports()).find((one) => one.endsWith(`-${name}-by-hand`)) ?? '';
  return judgeFile(join(reports(), folder, 'history.jsonl'));
};

test('what is done by hand ends with a report, and leaves nothing behind', async () => {
  expect(await up('whole')).toMatchObject({ code: 0 });
  const killed = await blackstart('fault', 'kill', 'ledger-1', '--name', 'whole');
  expect(killed).toMatchObject({
    code: 0,
    output: expect.stringContaining('was ended by SIGKILL'),
  });
  const again = await blackstart('fault', 'kill', 'ledger-1', '--name', 'whole');
  expect(again).toMatchObject({ code: 64, output: expect.stringContaining('in force already') });
  expect(await blackstart('heal', '--name', 'whole')).toMatchObject({ code: 0 });
  const inside = await blackstart('shell', 'ledger-1', '--name', 'whole', '--', 'hostname');
  expect(inside).toMatchObject({ code: 0, output: expect.stringContaining('ledger-1') });
  expect(await blackstart('down', '--name', 'whole')).toMatchObject({ code: 0 });
  const { history, verdict } = await historyOf('whole');
  expect(history.header.schedule.map(({ fault }) => fault)).toEqual(['kill']);
  expect(history.events.of('end')).toMatchObject([{ outcome: 'complete' }]);
  expect(verdict.doubts).toEqual([]);
  expect(await leftBehind(connectDocker(resolveEndpoint(process.env)))).toEqual([]);
});

test('a keeper that is killed leaves a report, and nothing else, as soon as somebody takes it down', async () => {
  expect(await up('killed')).toMatchObject({ code: 0 });
  const disk = await blackstart('fault', 'disk-full', 'ledger-1', '--name', 'killed');
  expect(disk.code, disk.output).toBe(0);
  const [, , pid = ''] = (clusters(env())[0]?.keeper?.owner ?? '').split('/');
  process.kill(Number(pid), 'SIGKILL');
  const status = await blackstart('status');
  expect(status.output).toContain('the process that kept killed is gone');
  expect(status.code).toBe(3);
  await blackstart('down');
  expect(clusters(env())).toEqual([]);
  expect(await leftBehind(connectDocker(resolveEndpoint(process.env)))).toEqual([]);
  const { verdict } = await historyOf('killed');
  expect(verdict).toMatchObject({ kind: 'unknown', because: expect.stringContaining('cut off') });
});
