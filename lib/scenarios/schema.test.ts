import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { packageFolder } from '../core/package-folder.ts';
import { loadScenarios } from '../harness/scenarios.ts';
import { publishedScenarioSchema } from './document.ts';
import { documentOf } from './document-of.ts';
import { settingsPage } from './settings-page.ts';
import { written } from './write-scenario.ts';

test('docs/scenario.schema.json is the schema that files of scenarios are read with', async () => {
  const schema = `${JSON.stringify(publishedScenarioSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot(join(packageFolder, 'docs', 'scenario.schema.json'));
});

test('it forbids no editor to write anything', () => {
  expect(JSON.stringify(publishedScenarioSchema())).not.toContain('readOnly');
});

test('docs/scenario-settings.md says every setting of that schema', async () => {
  const path = join(packageFolder, 'docs', 'scenario-settings.md');
  await expect(settingsPage()).toMatchFileSnapshot(path);
});

const editors = z.fromJSONSchema(JSON.parse(JSON.stringify(publishedScenarioSchema())));

test('editors accept every scenario that there is', async () => {
  for (const scenario of await loadScenarios()) {
    const document = documentOf(scenario);
    if ('because' in document) throw new Error(document.because.join());
    const file: unknown = JSON.parse(JSON.stringify(written(document, packageFolder)));
    expect(editors.safeParse(file).error, scenario.name).toBeUndefined();
  }
});

const file = {
  name: 'a',
  title: 'b',
  topology: 'galera',
  workloads: ['set'],
  schedule: [{ at: '1s', fault: { kill: { downFor: '1s' } }, target: 'one' }],
  expect: [],
};

test.each([
  ['another topology', { topology: 'galeria' }],
  ['a topology without what it must be told', { topology: 'ledger' }],
  ['two topologies', { topology: { galera: {}, edge: {} } }],
  ['an unknown setting', { topology: { galera: { node: 3 } } }],
  ['no workload', { workloads: undefined }],
  ['what is no duration', { timing: { steadyMs: 'long' } }],
  ['an unknown fault', { schedule: [{ ...file.schedule[0], fault: 'explode' }] }],
  ['an unknown expectation', { expect: ['nothing-losst'] }],
])('editors mark %s', (_, change) => {
  expect(editors.safeParse(file).success).toBe(true);
  const changed: unknown = JSON.parse(JSON.stringify({ ...file, ...change }));
  expect(editors.safeParse(changed).success).toBe(false);
});
