import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from './errors.ts';
import type { Scenario } from './scenario.ts';
import { assertConfigurable, configsIn, parseConfig, withConfig } from './with-config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const service = (system: string, config?: { folder: string; target: string }) => ({
  name: `${system}d`,
  system,
  image: system,
  port: 1,
  environment: () => ({}),
  ...(config === undefined ? {} : { config }),
  data: [],
  arguments: () => [],
  memoryMiB: 1,
});

const own = { folder: 'own', target: '/etc/db' };
const scenario: Scenario = {
  name: 's',
  title: 's',
  topology: {
    name: 't',
    settings: { nodes: 1 },
    machines: [{ name: 'm', services: [service('db', own), service('plain')] }],
    systems: [],
  },
  workloads: [],
  schedule: [],
  expect: [],
};

test('a system gets a folder’s files on top of its own, and the others theirs', () => {
  writeFileSync(join(folder, 'db.cnf'), '');
  const { topology } = withConfig(scenario, { db: folder, elsewhere: '/nowhere' });
  const [database, plain] = topology.machines[0]?.services ?? [];
  expect(database?.config).toEqual({ ...own, overlays: [folder] });
  expect(plain?.config).toBeUndefined();
  expect(topology.settings).toEqual({ nodes: 1, 'config of db': folder });
  expect(configsIn(topology.settings)).toEqual({ db: folder });
});

test('several are read one after another', () => {
  expect(parseConfig('db=a=b', parseConfig('mq=c', {}))).toEqual({ mq: 'c', db: 'a=b' });
});

test.each([
  ['no folder', () => parseConfig('db', {}), "found 'db'"],
  ['no system', () => parseConfig('=db', {}), "found '=db'"],
  ['a system that is not there', () => assertConfigurable([scenario], { dp: 'x' }), '(db), found'],
  ['an empty folder', () => withConfig(scenario, { db: folder }), 'is empty'],
  ['no such folder', () => withConfig(scenario, { db: join(folder, 'x') }), 'ENOENT'],
])('%s is a usage error that names it', (_, act, words) => {
  expect(act).toThrow(UsageError);
  expect(act).toThrow(words);
});
