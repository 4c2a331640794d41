import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Cell, controls, type ScenarioCell } from '../../suites/controls.ts';
import { controlsPage } from '../../suites/support/controls-page.ts';
import { packageFolder } from '../core/package-folder.ts';

const suites = join(packageFolder, 'suites');
const textOf = (path: string): string => readFileSync(join(packageFolder, path), 'utf8');

const isOfScenario = (cell: Cell): cell is ScenarioCell => 'suite' in cell;
const cells = (colour: 'red' | 'green') => controls.flatMap((row) => row[colour]);
const unique = (all: readonly Cell[]) => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
];
const red = unique(cells('red'));
const green = unique(cells('green'));

/** By which name its suite exports a scenario. */
async function exportOf({ suite, scenario }: ScenarioCell): Promise<string | undefined> {
  const exported = (await import(pathToFileURL(join(suites, `${suite}.ts`)).href)) as object;
  return Object.entries(exported).find(([, value]) => value?.name === scenario)?.[0];
}

/** The tests of a suite that speak of a scenario. */
async function testsOf(cell: ScenarioCell): Promise<readonly string[]> {
  const name = await exportOf(cell);
  expect(name, `${cell.scenario} is no scenario of suites/${cell.suite}.ts`).toBeDefined();
  const [, ...tests] = textOf(`suites/${cell.suite}.test.ts`).split(/^test\(/m);
  return tests.filter((text) => new RegExp(`\\b${name}\\b`).test(text));
}

describe('each red cell is a test that demands to see it, by these measures and no others', () => {
  test.each(red.filter(isOfScenario))('$scenario', async (cell) => {
    const claims = (await testsOf(cell)).flatMap((text) => [
      ...text.matchAll(/expectFail(?:ure|ed)\(\w+((?:, *'[^']+')+),?\s*\)/g),
    ]);
    const demanded = claims.map(([, names = '']) =>
      [...names.matchAll(/'([^']+)'/g)].map(([, one]) => one),
    );
    if (cell.suite === 'ledger')
      return expect((await testsOf(cell)).join()).toContain(".toBe('fail')");
    return expect(demanded).toContainEqual(cell.by);
  });
});

describe('each green cell is a test that demands that all is well', () => {
  test.each(green.filter(isOfScenario))('$scenario', async (cell) => {
    const demands = /\b(expectPass|expectReplaced|expectCutsCost)\(|\.toBe\('pass'\)/;
    expect((await testsOf(cell)).some((text) => demands.test(text))).toBe(true);
    expect((await testsOf(cell)).join()).not.toMatch(/expectFail(?:ure|ed)\(/);
  });
});

test('what is shown outside the suites is a test there', () => {
  for (const cell of [...red, ...green]) {
    if (isOfScenario(cell)) continue;
    expect(textOf(cell.file)).toContain(`'${cell.test}`);
  }
});

test('a row without a red cell, or without a green one, says why', () => {
  const bare = controls.filter((row) => row.red.length === 0 || row.green.length === 0);
  expect(bare.filter(({ open }) => open === undefined)).toEqual([]);
});

test('docs/controls.md is this table', async () => {
  await expect(controlsPage(controls)).toMatchFileSnapshot(
    join(packageFolder, 'docs', 'controls.md'),
  );
});
