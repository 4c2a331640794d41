import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixtureFolder } from '../core/package-folder.ts';
import { readLayer } from './layer.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const read = () =>
  readLayer('--candidate', folder).files.map(({ system, name }) => `${system}: ${name}`);

test('files are known by their names, or by the folder of their system', () => {
  write('zz-durability.cnf');
  write('sentinel.conf');
  write('haproxy.cfg');
  write('rabbitmq/zz-anything.conf');
  write('keystone/keystone.conf.d/more.conf');
  write('README.md');
  write('.git/config');
  expect(read()).toEqual([
    'edge: haproxy.cfg',
    'keystone: keystone.conf.d/more.conf',
    'rabbitmq: zz-anything.conf',
    'redis: sentinel.conf',
    'galera: zz-durability.cnf',
  ]);
});

test.each(['hardened', 'kolla'])('the profile %s is such a folder', (name) => {
  expect(readLayer('--baseline', fixtureFolder(`profiles/${name}`)).files.length).toBeGreaterThan(
    3,
  );
});

describe('what is wrong is said by name', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['nothing at all', {}, 'found none in'],
    ['only what nobody reads', { 'README.md': '', '.hidden': '' }, 'found none in'],
    ['a name that could be anybody’s', { 'zz-more.conf': '' }, 'found zz-more.conf'],
    ['what its system does not read', { 'galera/my.ini': '' }, 'found galera/my.ini'],
    ['a folder of nobody', { 'mysql/my.cnf': '' }, 'found mysql/my.cnf'],
    [
      'another system’s file in a folder',
      { 'galera/redis.conf': '' },
      'galera/redis.conf is in the folder of galera, and its name is that of a file of redis',
    ],
    [
      'another system’s file where any name would do',
      { 'rabbitmq/redis.conf': '' },
      'its name is that of a file of redis',
    ],
    [
      'another system’s settings under a name',
      { 'redis.conf': '[mariadbd]\nmax_connections = 5\n' },
      "redis.conf should be a file of redis, and reads like one of galera ('[mariadbd]')",
    ],
    [
      'the same file twice',
      { 'redis.conf': '', 'redis/redis.conf': '' },
      'found two for redis/redis.conf',
    ],
  ])('%s', (_, files, words) => {
    for (const [path, text] of Object.entries(files)) write(path, text);
    expect(read).toThrow(words);
  });

  test('a folder that is not there', () => {
    expect(() => readLayer('--candidate', join(folder, 'none'))).toThrow(
      '--candidate: expected a folder of files',
    );
  });
});
