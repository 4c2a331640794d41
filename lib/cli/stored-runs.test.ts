import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { historyOf } from '../core/event-log.ts';
import type { Header, HistoryEvent } from '../core/history.ts';
import { packageFolder } from '../core/package-folder.ts';
import { configurationOf } from '../harness/configuration.ts';
import { keepScenario, keptScenario } from '../harness/keep-scenario.ts';
import { chooseScenarios, loadScenarios } from '../harness/scenarios.ts';
import { setupVersions } from '../harness/setup-versions.ts';
import { headerOf } from '../run/header.ts';

const reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
afterAll(() => rmSync(reports, { recursive: true }));

const [scenario] = chooseScenarios(await loadScenarios(), ['ledger-kill']);
if (scenario === undefined) throw new Error('no ledger-kill');

const { configuration, versions } = configurationOf(scenario.topology);
const header = headerOf(scenario, {
  ...{ run: '20270101-000000-abcd', seed: 7, startedAt: 0, configuration },
  versions: { ...setupVersions(scenario), ...versions, blackstart: '0.0.1 earlier' },
});

const events: readonly HistoryEvent[] = [
  { t: 0, type: 'phase', phase: 'form' },
  { t: 1, type: 'log', machine: 'ledger-1', service: 'ledger', line: 'password=Tr0ub4dor3' },
  { t: 2, type: 'end', outcome: 'complete' },
];

/** The folder of a run that ended at once. */
function runOf(told: Header): string {
  const folder = join(reports, `${told.run}-ledger-kill`);
  mkdirSync(folder);
  const lines = [told, ...historyOf(told, events).events].map((line) => JSON.stringify(line));
  writeFileSync(join(folder, 'history.jsonl'), `${lines.join('\n')}\n`);
  if (scenario !== undefined) keepScenario(keptScenario(folder), scenario);
  return folder;
}

const folder = runOf(header);

const blackstart = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(packageFolder, 'bin', 'blackstart.js'), ...args], {
    encoding: 'utf8',
    cwd: reports,
    env: { ...process.env, NO_COLOR: '1', DOCKER_HOST: 'unix:///nonexistent/docker.sock' },
  });

test('replay --dry-run says what is different today, and starts nothing', () => {
  const { status, stdout } = blackstart('replay', folder, '--dry-run', '--json');
  expect(status).toBe(0);
  const replay = JSON.parse(stdout);
  expect(replay).toMatchObject({ format: 'blackstart-replay', seed: 7, from: 'kept', is: null });
  expect(replay.differences.map(({ what }: { what: string }) => what)).toEqual(['blackstart']);
  expect(replay.inexact[0]).toBe('blow 1 did not fall then');
  expect(blackstart('replay', folder, '--dry-run').stdout).toContain(
    'blackstart: 0.0.1 earlier then,',
  );
});

test('bundle writes one archive, and says what it masked', () => {
  const path = join(reports, 'given-away.tar.gz');
  const args = ['bundle', '20270101-000000-abcd', '--reports', reports, '--output', path];
  const { status, stdout } = blackstart(...args);
  expect(status).toBe(0);
  expect(stdout).toContain('given-away.tar.gz');
  expect(stdout).toContain('history.jsonl: a password');
  expect(existsSync(path)).toBe(true);
});

test('shrink refuses a run that did not fail, and says what it was', () => {
  const { status, stderr } = blackstart('shrink', folder);
  expect(status).toBe(64);
  expect(stderr).toContain('expected a run that failed, found one that is unknown');
});

test('explore says that there is no engine, and leaves no run', () => {
  const own = join(reports, 'own');
  const { status, stderr } = blackstart('explore', 'ledger', '--for', '1m', '--reports', own);
  expect(status).toBe(3);
  expect(stderr).toContain('DOCKER_HOST');
  const [search = ''] = readdirSync(own);
  expect(existsSync(join(own, search, 'runs'))).toBe(false);
});
