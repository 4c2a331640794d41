import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configFiles } from '../core/config-files.ts';
import { planCluster, type Wanted } from './bring-up.ts';
import { topologyOf } from './topology-of.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bs-'));
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine', 'mine.cnf'), '[mysqld]\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const wanted = (more: Partial<Wanted>): Wanted => ({
  ...{ what: 'galera', settings: {}, name: undefined, load: 'usual', clock: 'plain', seed: 7 },
  ...{ config: {}, profile: undefined, reports: 'reports' },
  ...more,
});

const filesIn = (asked: ReturnType<typeof planCluster>['asked']) =>
  topologyOf({ ...asked, protocol: 1, owner: '' }).machines.flatMap(({ services }) =>
    services.flatMap(({ config }) => configFiles(config).map(({ source }) => source)),
  );

test('a topology is brought up under its own name, with the usual load of each of its systems', () => {
  const { asked, scenario } = planCluster(wanted({ settings: { nodes: 5 } }));
  expect(asked).toMatchObject({ name: 'galera', seed: 7, load: 'usual', clock: 'plain' });
  expect(scenario.topology.machines).toHaveLength(5);
  expect(scenario.workloads.map(({ name, system }) => [name, system])).toEqual([['set', 'galera']]);
  expect(scenario).toMatchObject({ name: 'galera-by-hand', schedule: [], expect: [] });
});

test('systems that are asked the same are told apart by their names', () => {
  const { scenario } = planCluster(wanted({ what: 'control-plane' }));
  const names = scenario.workloads.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const systems = scenario.workloads.map(({ system }) => system);
  expect(new Set(systems)).toEqual(new Set(scenario.topology.systems.map(({ name }) => name)));
});

test('of a file all is taken but its schedule and what it expects, and its folders are those that it means', () => {
  const file = join(folder, 'incident.yaml');
  writeFileSync(
    file,
    `name: incident
title: A node is killed
topology: { galera: { nodes: 3, overlays: [./mine] } }
workloads: [{ bank: { ratePerSecond: 50 } }]
schedule: [{ at: 1s, fault: { kill: { downFor: 1s } }, target: one }]
expect: [nothing-lost]
timing: { recoverWithinMs: 20s }
`,
  );
  const { asked, scenario } = planCluster(wanted({ what: file, name: 'again' }));
  expect(scenario).toMatchObject({ name: 'again-by-hand', schedule: [], expect: [] });
  expect(scenario.timing).toEqual({ recoverWithinMs: 20_000 });
  expect(scenario.workloads).toMatchObject([{ name: 'bank', ratePerSecond: 50 }]);
  expect(filesIn(asked)).toContain(join(folder, 'mine', 'mine.cnf'));
});

test('files on top are looked at before anything is claimed', () => {
  const config = { galera: join(folder, 'mine') };
  expect(planCluster(wanted({ config })).asked.config).toEqual(config);
  expect(() => planCluster(wanted({ config: { galera: join(folder, 'none') } }))).toThrow(
    '--config galera: expected a folder of files',
  );
  expect(() => planCluster(wanted({ profile: 'none' }))).toThrow(
    /profile: expected .*kolla, found 'none'/,
  );
});

test('what a file has already is not told twice', () => {
  expect(() => planCluster(wanted({ what: 'x.yaml', settings: { nodes: 3 } }))).toThrow(
    'expected no settings beside a file',
  );
});
