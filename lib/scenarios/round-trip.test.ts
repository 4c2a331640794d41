import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import type { Scenario } from '../core/scenario.ts';
import { loadScenarios } from '../harness/scenarios.ts';
import { headerOf } from '../run/header.ts';
import { documentOf } from './document-of.ts';
import { readScenario } from './read-scenario.ts';
import { written, yamlOf } from './write-scenario.ts';
import { suiteOf } from './write-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const builtIn = [
  ...(await loadScenarios()),
  ...(await loadScenarios(join(packageFolder, 'fixtures', 'suites'))),
].map((scenario) => [scenario.name, scenario] as const);

function formsOf(scenario: Scenario) {
  const document = documentOf(scenario);
  if ('because' in document) throw new Error(`${scenario.name}: ${document.because.join('; ')}`);
  return { document, written: written(document, folder) };
}

/** All that can be compared of what a scenario does. */
function inPlainWords(scenario: Scenario) {
  const { file: _, ...own } = scenario;
  const { topology, workloads, timing, schedule } = own;
  return {
    header: headerOf(own, { run: 'test', seed: 1, startedAt: 0, versions: {} }),
    schedule,
    timing,
    systems: topology.systems.map(({ name, after }) => ({ name, after })),
    machines: JSON.parse(JSON.stringify(topology.machines)),
    asked: workloads.map(({ operation, ...rest }) => ({
      ...rest,
      operations: [0, 1, 2, 3, 497, 498, 999].map(operation),
    })),
  };
}

test('there are scenarios to be told', () => expect(builtIn.length).toBeGreaterThan(40));

test.each(builtIn)('%s is the same from a file in YAML', (name, scenario) => {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, yamlOf(formsOf(scenario).written));
  const read = readScenario(path);
  expect(inPlainWords(read)).toEqual(inPlainWords(scenario));
  expect(read.file).toBe(path);
  expect(yamlOf(formsOf(read).written)).toBe(yamlOf(formsOf(scenario).written));
});

test.each(builtIn)('%s is the same from a file in JSON', (name, scenario) => {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(formsOf(scenario).written, null, 2));
  expect(inPlainWords(readScenario(path))).toEqual(inPlainWords(scenario));
});

test('each is the same from a suite that is written from its file', async () => {
  const door = pathToFileURL(join(packageFolder, 'lib', 'index.ts')).href;
  const suites = join(folder, 'suites');
  mkdirSync(suites);
  for (const [name, scenario] of builtIn) {
    const code = suiteOf(formsOf(scenario)).replace("from 'blackstart'", `from '${door}'`);
    writeFileSync(join(suites, `${name}.ts`), code);
  }
  const read = await loadScenarios(suites);
  const byName = new Map(read.map((scenario) => [scenario.name, scenario]));
  for (const [name, scenario] of builtIn) {
    const found = byName.get(name);
    expect(found && inPlainWords(found), name).toEqual(inPlainWords(scenario));
  }
});
