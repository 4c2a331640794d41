import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder } from './core/package-folder.ts';

/** Which folders of lib a folder may import from, beside itself: ARCHITECTURE.md, Arrows. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  run: ['core'],
  engine: ['core'],
  systems: ['core'],
  topologies: ['core', 'systems'],
  workloads: ['core'],
  faults: ['core'],
  checkers: ['core'],
  statistics: ['core'],
  measures: ['core', 'checkers', 'statistics'],
  predictions: ['core'],
  live: ['core'],
  search: ['core', 'run', 'faults', 'workloads', 'systems', 'topologies', 'measures'],
  replay: ['core', 'run'],
  reporters: ['core', 'gate', 'search', 'replay', 'measures', 'statistics'],
  scenarios: ['core', 'run', 'faults', 'workloads', 'topologies', 'measures'],
  session: [
    ...['core', 'run', 'engine', 'faults', 'workloads', 'topologies', 'measures', 'live'],
    ...['scenarios', 'harness'],
  ],
  memory: ['core', 'run', 'workloads', 'faults', 'measures'],
  harness: [
    'core',
    'gate',
    'run',
    'engine',
    'faults',
    'measures',
    'predictions',
    'reporters',
    'scenarios',
    'search',
    'replay',
  ],
  bench: [
    ...['core', 'run', 'engine', 'systems', 'memory', 'faults', 'measures', 'checkers', 'live'],
    ...['reporters', 'harness'],
  ],
  gate: ['core', 'statistics', 'predictions'],
  cli: [
    'core',
    'gate',
    'run',
    'engine',
    'faults',
    'systems',
    'topologies',
    'workloads',
    'measures',
    'reporters',
    'scenarios',
    'session',
    'search',
    'replay',
    'harness',
    'live',
  ],
  vitest: ['core', 'run', 'measures', 'reporters', 'harness'],
};

/** Packages that only one folder may know. */
const owners: Readonly<Record<string, string>> = {
  dockerode: 'engine',
  testcontainers: 'engine',
  execa: 'engine',
  commander: 'cli',
  ora: 'cli',
  'restore-cursor': 'cli',
  amqplib: 'systems',
  ioredis: 'systems',
  mysql2: 'systems',
  uplot: 'reporters',
  'playwright-core': 'bench',
  'tar-stream': 'harness',
};

/** The engine's types, which a folder may name without doing the engine's work. */
const typesOnly = ['cli', 'session'];

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly from: string;
  readonly isType: boolean;
}

const sources = readdirSync(join(packageFolder, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
  .toSorted();

const imports = sources.flatMap((file): Import[] => {
  const text = readFileSync(join(packageFolder, 'lib', file), 'utf8');
  const [folder = ''] = file.split('/');
  return [...text.matchAll(/^(?:import|export)(\s+type)?[^'";]*?from '([^']+)'/gm)].map(
    ([, type, from = '']) => ({ file, folder, from, isType: type !== undefined }),
  );
});

/** The folder of lib that a relative import leads to. */
function targetOf({ file, from }: Import): string | undefined {
  if (!from.startsWith('.')) return undefined;
  return join(file, '..', from).split('/')[0];
}

test('every folder of lib is on the map', () => {
  const folders = new Set(sources.map((file) => file.split('/')[0] ?? ''));
  expect([...folders].toSorted()).toEqual(Object.keys(arrows).toSorted());
});

test('imports follow the arrows', () => {
  const against = imports.filter((one) => {
    const target = targetOf(one);
    return target !== undefined && target !== one.folder && !arrows[one.folder]?.includes(target);
  });
  expect(against.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
});

test('a package is known to its owner alone', () => {
  const against = imports.filter(({ folder, from, isType }) => {
    const owner = owners[from.split('/')[0] ?? ''];
    const namesType = isType && typesOnly.includes(folder);
    return owner !== undefined && owner !== folder && !namesType;
  });
  expect(against.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
});

test('a system knows no other system', () => {
  const against = imports.filter(({ file, from, folder }) => {
    if (folder !== 'systems' || !from.startsWith('.')) return false;
    const own = file.split('/').slice(0, 2).join('/');
    const target = join(file, '..', from);
    return target.startsWith('systems/') && !target.startsWith(own);
  });
  expect(against.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
});

test('suites import the public door alone', () => {
  const folder = join(packageFolder, 'suites');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const foreign = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/from '(\.[^']+)'/g)]
      .map(([, from = '']) => from)
      .filter((from) => from.startsWith('../') && from !== '../lib/index.ts')
      .map((from) => `${name} imports ${from}`),
  );
  expect(foreign).toEqual([]);
});

test('only core/clock.ts and core/random.ts ask for time and chance', () => {
  const against = sources.filter((file) => {
    if (['core/clock.ts', 'core/random.ts'].includes(file)) return false;
    const text = readFileSync(join(packageFolder, 'lib', file), 'utf8');
    return /\bMath\.random\(|\bDate\.now\(|process\.hrtime/.test(text);
  });
  expect(against).toEqual([]);
});
