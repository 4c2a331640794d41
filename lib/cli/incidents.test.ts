import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import { namedScenarios } from '../harness/named-scenarios.ts';
import { sectionsOf } from './executable-page.ts';

const kept = join(packageFolder, 'docs', 'incidents');
const page = readFileSync(`${kept}.md`, 'utf8');
const scenarios = await namedScenarios([kept], undefined);

test('each section that is carried out keeps a scenario, and they run as a folder', () => {
  expect(sectionsOf(page)).toHaveLength(3);
  expect(scenarios.map(({ name }) => name)).toEqual([
    'frozen-controller',
    'rack-without-power',
    'vip-split-brain',
  ]);
});

test.each(scenarios.map(({ name }) => name))('the page shows %s as it is kept', (name) => {
  const file = readFileSync(join(kept, `${name}.yaml`), 'utf8');
  expect(page).toContain(`[${name}.yaml](incidents/${name}.yaml):\n\n\`\`\`yaml\n${file}\`\`\``);
});
