import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder } from '../core/package-folder.ts';
import type { Recipe } from '../core/recipe.ts';
import { faults } from '../faults/index.ts';
import * as door from '../index.ts';
import { measures } from '../measures/index.ts';
import { topologies } from '../topologies/index.ts';
import { workloads } from '../workloads/index.ts';
import { inFiles, inSuites } from './case.ts';
import { expectationSchema, wordedExpectations } from './expectation-words.ts';
import { targetOf, targetSchema } from './target-words.ts';

/** What suites have and files have not, and why. */
const suitesAlone: Readonly<Record<string, string>> = {
  together: 'places topologies on the same machines: files name what comes of it, control-plane',
  beside: 'places topologies in one network: control-plane has storage',
  after: 'orders the systems of topologies that are put together',
  cephNodes: 'a target: files name the machines',
  hashClient: 'the default: files give what differs from it',
  memcachePool: 'a client’s settings: files give what differs from the default',
};

/** What the public door takes from these folders, types aside. */
const doorway = [
  ...readFileSync(join(packageFolder, 'lib', 'index.ts'), 'utf8').matchAll(
    /^export \{([^}]*)\} from '\.\/(faults|workloads|systems|topologies)\//gm,
  ),
].flatMap(([, names = '', folder = '']) =>
  names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => [name, folder] as const),
);

const recipes: Readonly<Record<string, readonly Recipe<object>[]>> = {
  faults: faults.map(({ recipe }) => recipe),
  workloads,
  systems: topologies,
  topologies,
};

test('the public door has what can be told in files', () =>
  expect(doorway.length).toBeGreaterThan(40));

test.each(doorway)('files can say %s (%s), or there is a reason why not', (name, folder) => {
  const value: unknown = Object.entries(door).find(([exported]) => exported === name)?.[1];
  const known = recipes[folder]?.find(({ word }) => word === inFiles(name));
  if (suitesAlone[name] !== undefined) return expect(known).toBeUndefined();
  expect(known, `${name}: list it in lib/${folder}/index.ts`).toBeDefined();
  expect(value).toHaveProperty('recipe', known);
});

test('reasons are for what there is', () => {
  const names = doorway.map(([name]) => name);
  expect(Object.keys(suitesAlone).filter((name) => !names.includes(name))).toEqual([]);
});

test.each(Object.values(recipes).flat())('suites can say $word by the same name', ({ word }) => {
  expect(Object.keys(door)).toContain(inSuites(word));
});

test('a fault has one name in files, histories and the list of faults', () => {
  for (const { kind, recipe } of faults) expect(recipe.word).toBe(kind);
});

test('every measure can be bounded', () => {
  for (const { name } of measures) {
    expect(expectationSchema.safeParse({ measure: name, atMost: 1 })).toMatchObject({
      success: true,
    });
  }
});

/** Of suites: what makes bounds that files give as `atMost`. */
const expectationsOfSuites = readFileSync(
  join(packageFolder, 'lib', 'measures', 'expectations.ts'),
  'utf8',
).matchAll(/^export const (\w+): Expectation/gm);

test.each([...expectationsOfSuites].map(([, name = '']) => name))(
  'files have a word for %s',
  (name) => {
    expect([...wordedExpectations.keys()]).toContain(inFiles(name));
  },
);

test.each([
  ['one', door.one()],
  ['all', door.all()],
  ['minority', door.minority()],
  ['majority', door.majority()],
  ['primaries', door.primaries()],
  ['replicas', door.replicas()],
  [{ role: 'primary', of: 'edge' }, door.role('primary', { of: 'edge' })],
  [{ machine: 2 }, door.machine(2)],
  [{ named: ['a', 'b'] }, door.named('a', 'b')],
  [{ some: 2 }, door.some(2)],
  [{ machines: 'all', service: 'osd' }, door.service('osd', door.all())],
  [{ machines: 'all', order: 'rolling' }, door.rolling(door.all())],
  [{ machines: 'all', order: { everyMs: '2s' } }, door.staggered(door.all(), 2_000)],
])('files say %j for what suites aim at', (words, target) => {
  expect(targetOf(targetSchema.parse(words))).toEqual(target);
});
