import { expect, test } from 'vitest';
import { fixtureFolder } from '../../core/package-folder.ts';
import { type KeystoneOptions, keystone } from './index.ts';

const hosts = [1, 2].map((number) => ({
  name: `anything-${number}`,
  address: `198.18.7.${10 + number}`,
}));

/** What the services of both machines are told. */
const environments = (options: KeystoneOptions) =>
  keystone({ nodes: 2, ...options }).machines.map(({ services: [plan] }, index) => {
    const self = hosts[index];
    if (plan === undefined || self === undefined) throw new RangeError('two machines');
    return plan.environment(self, hosts);
  });

test('its database is beside it, there is no cache, and the first node fills the database', () => {
  expect(environments({})).toEqual([
    {
      KEYSTONE_ADDRESS: '198.18.7.11',
      KEYSTONE_SEEDS: 'yes',
      OS_DATABASE__CONNECTION: 'mysql+pymysql://keystone:keystone@198.18.7.11/keystone',
      OS_CACHE__ENABLED: 'false',
    },
    {
      KEYSTONE_ADDRESS: '198.18.7.12',
      KEYSTONE_SEEDS: 'no',
      OS_DATABASE__CONNECTION: 'mysql+pymysql://keystone:keystone@198.18.7.12/keystone',
      OS_CACHE__ENABLED: 'false',
    },
  ]);
});

test('database and memcacheds are where they are said to be', () => {
  const [, second] = environments({
    database: () => '198.18.7.201:3307',
    memcached: (_, all) => all.map(({ address }) => `${address}:11211`),
  });
  expect(second).toMatchObject({
    OS_DATABASE__CONNECTION: 'mysql+pymysql://keystone:keystone@198.18.7.201:3307/keystone',
    OS_CACHE__MEMCACHE_SERVERS: '198.18.7.11:11211,198.18.7.12:11211',
  });
  expect(second).not.toHaveProperty('OS_CACHE__ENABLED');
});

test('the operator’s own files come on top', () => {
  const [first] = keystone({ overlays: ['/mine'] }).machines;
  expect(first?.services[0]?.config).toEqual({
    folder: fixtureFolder('keystone'),
    overlays: ['/mine'],
    target: '/etc/keystone',
  });
});

test.each([
  [{ nodes: 0 }, 'keystone nodes: expected 1 to 7, found 0'],
  [{ config: '/nowhere' }, 'keystone config: expected a folder of files'],
  [{ config: fixtureFolder('galera') }, 'missing: keystone.conf, uwsgi.ini'],
])('%o is refused', (options, why) => {
  expect(() => keystone(options)).toThrow(why);
});
