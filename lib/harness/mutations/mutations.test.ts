import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageFolder } from '../../core/package-folder.ts';
import type { Scenario } from '../../core/scenario.ts';
import { faults } from '../../faults/index.ts';
import { catchTable } from '../../gate/catch-table.ts';
import { DOES_NOT_FORM, DOES_NOT_START } from '../../gate/measures-against.ts';
import { mutationKinds, publishedMutationSchema } from '../../gate/mutation.ts';
import { predictTimes } from '../../gate/predicted-times.ts';
import { changedSettings, settingsIn } from '../../gate/settings-in.ts';
import { writeArms } from '../../gate/write-arms.ts';
import { measures } from '../../measures/index.ts';
import { mutationsPage } from '../../reporters/gate/mutations-page.ts';
import { checkSchedule } from '../../run/check-schedule.ts';
import { readScenario } from '../../scenarios/read-scenario.ts';
import { chooseScenarios, loadScenarios } from '../scenarios.ts';
import { changedScenario } from './changed-scenario.ts';
import { holdMutation, mutationArms } from './hold-mutation.ts';
import { readMutations } from './read-mutations.ts';
import { readResults } from './results-file.ts';

let folder = '';
const known: readonly Scenario[] = await loadScenarios();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const mutations = readMutations();
const harmful = mutations.filter(({ effect }) => effect === 'harmful');
const harmless = mutations.filter(({ effect }) => effect === 'harmless');
const ofFiles = mutations.filter(({ settings }) => settings === undefined);
const ofSettings = mutations.flatMap((mutation) =>
  mutation.settings === undefined ? [] : [{ ...mutation, settings: mutation.settings }],
);

test('docs/mutation.schema.json is the schema that mutations are read with', async () => {
  const schema = `${JSON.stringify(publishedMutationSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot(join(packageFolder, 'docs', 'mutation.schema.json'));
});

test('docs/mutations.md is what was measured of them', async () => {
  const results = readResults(join(packageFolder, 'reports', 'sample', 'mutations.jsonl'));
  const table = catchTable(
    mutations.map((mutation) => holdMutation(mutation, known)),
    results,
  );
  const path = join(packageFolder, 'docs', 'mutations.md');
  await expect(mutationsPage(table)).toMatchFileSnapshot(path);
});

test('at least thirty are harmful, of every kind, and as many are harmless', () => {
  expect(harmful.length).toBeGreaterThanOrEqual(30);
  expect(harmless).toHaveLength(harmful.length);
  for (const effect of ['harmful', 'harmless'] as const) {
    const own = mutations.filter((one) => one.effect === effect);
    expect(new Set(own.map(({ kind }) => kind))).toEqual(new Set(mutationKinds[effect]));
  }
});

test('every system that a gate knows files of has some of both', () => {
  const systems = (of: typeof mutations) => [...new Set(of.map(({ system }) => system))].toSorted();
  const all = ['ceph', 'edge', 'galera', 'keystone', 'memcached', 'rabbitmq', 'redis'];
  expect(systems(harmful)).toEqual(all);
  expect(systems(harmless)).toEqual(all);
});

describe('what is measured can tell', () => {
  const names = [...measures.map(({ name }) => name), DOES_NOT_START, DOES_NOT_FORM];

  test.each(mutations)('$name: its scenarios are there, and so are its measures', (mutation) => {
    const { scenarios, digest } = holdMutation(mutation, known);
    expect(scenarios).toHaveLength(mutation.scenarios.length);
    expect(digest).toMatch(/^[0-9a-f]{12}$/);
    const systems = scenarios.flatMap(({ topology }) => topology.systems.map(({ name }) => name));
    expect(systems).toContain(mutation.system);
    if (mutation.effect === 'harmful')
      expect(names).toEqual(expect.arrayContaining([...mutation.caughtBy]));
  });
});

describe('one change each', () => {
  test.each(ofFiles)('$name differs from its baseline in one setting', (mutation) => {
    const arms = mutationArms(mutation, chooseScenarios(known, mutation.scenarios));
    expect(arms).toHaveLength(mutation.scenarios.length);
    for (const { files } of arms) {
      expect(changedSettings(settingsIn(files.baseline), settingsIn(files.candidate))).toHaveLength(
        1,
      );
    }
  });

  test.each(ofFiles)(
    '$name is of its system alone, and holds nothing that no formula can read',
    (mutation) => {
      for (const arms of mutationArms(mutation, chooseScenarios(known, mutation.scenarios))) {
        expect([...new Set(arms.changes.map(({ system }) => system))]).toEqual([mutation.system]);
        const folders = writeArms(arms, join(folder, mutation.name));
        const unread = predictTimes(arms, folders).flatMap(({ of }) =>
          'why' in of.candidate ? [of.candidate.why] : [],
        );
        expect(unread.filter((why) => why !== 'over before anybody notices')).toEqual([]);
      }
    },
  );

  test.each(ofSettings)(
    '$name changes one option of its scenarios, and they still fit together',
    ({ name, scenarios, settings }) => {
      for (const scenario of chooseScenarios(known, scenarios)) {
        mkdirSync(join(folder, name), { recursive: true });
        const { before, after } = changedScenario(scenario, settings, join(folder, name));
        expect(differences(parse(before), parse(after))).toHaveLength(1);
        const path = join(folder, name, 'candidate.yaml');
        writeFileSync(path, after);
        expect(() => checkSchedule(readScenario(path), faults)).not.toThrow();
      }
    },
  );
});

type Options = Readonly<Record<string, unknown>>;

const isOptions = (value: unknown): value is Options => typeof value === 'object' && value !== null;

/** The paths at which two values differ; what is named alone is named without options. */
function differences(before: unknown, after: unknown, path = ''): readonly string[] {
  const [was, is] = [optionsOf(before), optionsOf(after)];
  if (!isOptions(after)) return before === after ? [] : [path];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
    differences(was[key], is[key], `${path}/${key}`),
  );
}

const optionsOf = (value: unknown): Options => {
  if (isOptions(value)) return value;
  return typeof value === 'string' ? { [value]: {} } : {};
};
