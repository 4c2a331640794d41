import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixtureFolder } from '../core/package-folder.ts';
import { durabilityOf } from './durability.ts';

/** The settings that a folder of these files has, by knob. */
function settingsIn(system: string, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  try {
    return Object.fromEntries(durabilityOf(system, folder).map(({ knob, value }) => [knob, value]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('our own files lose nothing in a power cut of Galera, and a second of Redis', () => {
  expect(durabilityOf('galera', fixtureFolder('galera'))).toEqual([
    {
      ...{ system: 'galera', knob: 'innodb_flush_log_at_trx_commit', value: '1' },
      loses: 'nothing that was acknowledged',
    },
  ]);
  expect(durabilityOf('redis', fixtureFolder('redis'))[0]).toMatchObject({ value: 'everysec' });
});

test('the last value wins, in the order in which files are read', () => {
  const commit = (value: number) => `[mariadbd]\ninnodb-flush-log-at-trx-commit=${value}\n`;
  expect(
    settingsIn('galera', { 'zz.cnf': commit(2), 'a.cnf': commit(0), 'a.txt': commit(1) }),
  ).toEqual({
    innodb_flush_log_at_trx_commit: '2',
  });
  expect(
    settingsIn('redis', {
      'redis-more.conf': 'appendfsync always\n',
      'redis.conf': 'appendfsync no\n',
    }),
  ).toMatchObject({ appendfsync: 'always' });
});

test('without a line it is the product’s own', () => {
  expect(settingsIn('rabbitmq', {})).toEqual({ cluster_partition_handling: 'ignore' });
  expect(settingsIn('redis', {})).toMatchObject({ appendonly: 'no' });
});

test('of other systems nothing is known', () => {
  expect(durabilityOf('edge', fixtureFolder('edge'))).toEqual([]);
});
