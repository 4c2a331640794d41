import { describe, expect, test } from 'vitest';
import { changedSettings, settingsIn } from './settings-in.ts';

/** What differs between two texts of one file. */
const changes = (path: string, before: string, after: string) =>
  changedSettings(settingsIn(new Map([[path, before]])), settingsIn(new Map([[path, after]])));

describe('of one setting that changes, one is found', () => {
  test.each<
    [string, string, string, string, readonly [string, string | undefined, string | undefined]]
  >([
    [
      'of MariaDB, however it is spelt',
      'galera/node.cnf',
      '[mariadbd]\nmax_connections=1',
      '[mariadbd]\n# more\nmax-connections = 2',
      ['galera: [mariadbd] max_connections', '1', '2'],
    ],
    [
      'of Galera’s provider, among others',
      'galera/node.cnf',
      '[m]\nwsrep_provider_options = "gcache.size=64M; evs.suspect_timeout=PT5S"',
      '[m]\nwsrep_provider_options = "gcache.size=64M; evs.suspect_timeout=PT30S"',
      ['galera: wsrep_provider_options evs.suspect_timeout', 'PT5S', 'PT30S'],
    ],
    [
      'of Sentinel, about a master',
      'redis/sentinel.conf',
      'sentinel monitor mymaster redis-1 6379 2\nport 1',
      'sentinel monitor mymaster redis-1 6379 3\nport 1',
      ['sentinel: sentinel monitor mymaster', 'redis-1 6379 2', 'redis-1 6379 3'],
    ],
    [
      'of servers that are alike',
      'edge/haproxy.cfg',
      'backend web\n  server edge-1 edge-1:80 check\n  server edge-2 edge-2:80 check',
      'backend web\n  server edge-1 edge-1:80\n  server edge-2 edge-2:80',
      ['haproxy.cfg: backend web: server edge-# check', '', undefined],
    ],
    [
      'of what holds for all servers',
      'edge/haproxy.cfg',
      'backend web\n  default-server inter 1s fall 3 on-marked-down shutdown-sessions',
      'backend web\n  default-server inter 1s fall 30 on-marked-down shutdown-sessions',
      ['haproxy.cfg: backend web: default-server fall', '3', '30'],
    ],
    [
      'of a block that goes',
      'edge/keepalived.conf',
      'vrrp_instance edge {\n  priority 1\n  track_script {\n    haproxy\n  }\n}',
      'vrrp_instance edge {\n  priority 1\n}',
      ['keepalived.conf: vrrp_instance edge / track_script / haproxy', '', undefined],
    ],
    [
      'of nginx',
      'edge/nginx.conf',
      'http {\n  keepalive_timeout 30s;\n}',
      'http {\n  keepalive_timeout 65s;\n}',
      ['nginx.conf: http / keepalive_timeout', '30s', '65s'],
    ],
    [
      'of Ceph, with blanks or without',
      'ceph/ceph.conf',
      '[mon]\nmon_lease = 2',
      '[mon]\nmon lease = 30',
      ['ceph: [mon] mon_lease', '2', '30'],
    ],
    [
      'of memcached',
      'memcached/memcached.conf',
      '-m 64\n-c 5',
      '-m 64\n-c 6',
      ['memcached: -c', '5', '6'],
    ],
  ])('%s', (_, path, before, after, [where, was, is]) => {
    expect(changes(path, before, after)).toEqual([{ where, before: was, after: is }]);
  });
});

test('two settings are two', () => {
  const found = changes('redis/redis.conf', 'hz 10\ntimeout 0', 'hz 20\ntimeout 1');
  expect(found.map(({ where }) => where)).toEqual(['redis: hz', 'redis: timeout']);
});

test('the servers of a backend that change in two ways are two', () => {
  const before = 'backend web\n server edge-1 a check\n server edge-2 b check';
  const after = 'backend web\n server edge-1 a\n server edge-2 b check backup';
  expect(changes('edge/haproxy.cfg', before, after)).toHaveLength(2);
});

test('a comment, a blank and the order of lines are no change', () => {
  expect(changes('rabbitmq/x.conf', 'a = 1\nb = 2', '# why\nb=2\n\na   = 1')).toEqual([]);
});

test('what a later file says again is a change of what it says, not one of its own', () => {
  const own = [['redis/redis.conf', 'appendfsync everysec']] as const;
  const before = settingsIn(new Map(own));
  const after = settingsIn(new Map([['redis/redis-more.conf', 'appendfsync no'], ...own]));
  expect(changedSettings(before, after)).toEqual([
    { where: 'redis: appendfsync', before: 'everysec', after: 'no' },
  ]);
});

test('Redis and its sentinel may have settings of one name', () => {
  const files = new Map([
    ['redis/redis.conf', 'port 6379'],
    ['redis/sentinel.conf', 'port 26379'],
  ]);
  expect([...settingsIn(files)]).toEqual([
    ['redis: port', '6379'],
    ['sentinel: port', '26379'],
  ]);
});
