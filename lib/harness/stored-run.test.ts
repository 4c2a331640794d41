import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Scenario } from '../core/scenario.ts';
import { differencesOf } from '../replay/differences.ts';
import { headerOf } from '../run/header.ts';
import { configurationOf } from './configuration.ts';
import { findRun } from './find-run.ts';
import { keepScenario, keptScenario } from './keep-scenario.ts';
import { loadScenarios } from './scenarios.ts';
import { setupVersions } from './setup-versions.ts';
import { readStoredRun } from './stored-run.ts';
import { todaysSetUp } from './todays-set-up.ts';

const reports = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
afterAll(() => rmSync(reports, { recursive: true }));

const scenarios = await loadScenarios();

/** What a run leaves that begins and is cut off at once. */
function begun(scenario: Scenario, name: string): string {
  const folder = join(reports, name);
  mkdirSync(folder);
  const { configuration, versions } = configurationOf(scenario.topology);
  const header = headerOf(scenario, {
    ...{ run: name, seed: 7, startedAt: 0, configuration },
    versions: { ...setupVersions(scenario), ...versions, engine: '20' },
  });
  writeFileSync(join(folder, 'history.jsonl'), `${JSON.stringify(header)}\n`);
  return folder;
}

const named = (name: string): Scenario => {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s is kept with its run, and is nothing else when it is run again',
  async (name, scenario) => {
    const folder = begun(scenario, `kept-${name}`);
    expect(keepScenario(keptScenario(folder), scenario, ['a remark'])).toBe(true);
    const stored = await readStoredRun(folder);
    expect(stored.from).toBe('kept');
    expect(differencesOf(stored.report.history.header, todaysSetUp(stored), 'known')).toEqual([]);
  },
);

test('of an earlier release, which kept none, the scenario is that of the suites', async () => {
  const stored = await readStoredRun(begun(named('ledger-kill'), 'not-kept'));
  expect(stored).toMatchObject({ from: 'suites', seed: 7, scenario: { name: 'ledger-kill' } });
});

test('a run whose scenario nobody knows any more is refused', async () => {
  const folder = begun({ ...named('ledger-kill'), name: 'gone' }, 'gone');
  await expect(readStoredRun(folder)).rejects.toThrow('expected its scenario in scenario.yaml');
});

test('a run by hand is refused, and says how it becomes a scenario', async () => {
  const folder = begun(named('ledger-kill'), 'by-hand');
  const path = join(folder, 'history.jsonl');
  const header = JSON.parse(readFileSync(path, 'utf8'));
  const replay = 'npx blackstart scenario save <name> --from by-hand';
  writeFileSync(path, `${JSON.stringify({ ...header, replay })}\n`);
  await expect(readStoredRun(folder)).rejects.toMatchObject({
    message: expect.stringContaining('found one by hand'),
    hint: expect.stringContaining(replay),
  });
});

test('a run is found by folder, name and id; what is not there is told with what is', () => {
  begun(named('ledger-kill'), '20261122-085258-dibw-ledger-kill');
  const folder = join(reports, '20261122-085258-dibw-ledger-kill');
  for (const wanted of [folder, '20261122-085258-dibw-ledger-kill', '20261122-085258-dibw']) {
    expect(findRun(wanted, reports)).toBe(folder);
  }
  expect(() => findRun('20270101', reports)).toThrow("found '20270101'");
});
