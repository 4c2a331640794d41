import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { planRun } from '../harness/plan-run.ts';
import { documentOf } from '../scenarios/document-of.ts';
import { readScenario } from '../scenarios/read-scenario.ts';
import { written, yamlOf } from '../scenarios/write-scenario.ts';
import { planReport } from './plan-report.ts';

const page = readFileSync(join(packageFolder, 'docs', 'scenarios.md'), 'utf8');

/** The first block of a language. */
const block = (language: string): string =>
  page.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';

const before = process.cwd();
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test('the dry run of docs/scenarios.md is that of its file', async () => {
  writeFileSync('frozen-node.yaml', block('yaml'));
  const plan = await planRun(readScenario('frozen-node.yaml'), { seed: 7, reports: 'none' });
  expect(block('text')).toBe(`${planReport(plan)}\n`);
});

test('its file is as one is written', () => {
  writeFileSync('frozen-node.yaml', block('yaml'));
  const document = documentOf(readScenario('frozen-node.yaml'));
  if ('because' in document) throw new Error(document.because.join());
  expect(yamlOf(written(document, folder))).toBe(block('yaml'));
});
