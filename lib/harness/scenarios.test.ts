import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseScenarios, loadScenarios } from './scenarios.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const scenario = (name: string) => `{ name: '${name}', topology: {}, schedule: [] }`;

test('every scenario that the files of a folder export is found, tests and helpers are not', async () => {
  writeFileSync(join(folder, 'one.ts'), `export const a = ${scenario('a')}, other = 1;`);
  writeFileSync(join(folder, 'two.ts'), `export const b = ${scenario('b')};`);
  writeFileSync(join(folder, 'two.test.ts'), `export const c = ${scenario('c')};`);
  const found = await loadScenarios(folder);
  expect(found.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(chooseScenarios(found, ['b'])).toHaveLength(1);
  expect(() => chooseScenarios(found, ['z'])).toThrow("found 'z'");
});

test('two scenarios of one name are a usage error that names it', async () => {
  writeFileSync(join(folder, 'one.ts'), `export const a = ${scenario('same')};`);
  writeFileSync(join(folder, 'two.ts'), `export const b = ${scenario('same')};`);
  await expect(loadScenarios(folder)).rejects.toThrow("two named 'same'");
});

test('a folder without suites is a usage error', async () => {
  await expect(loadScenarios(folder)).rejects.toThrow('expected a folder with suites');
});
