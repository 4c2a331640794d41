import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chaos } from '../core/chaos.ts';
import { fixtureFolder } from '../core/package-folder.ts';
import type { Topology } from '../core/topology.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { memcached } from '../systems/memcached/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { controlPlane } from '../topologies/control-plane.ts';
import { armsOf } from './arms.ts';
import { readBaseline } from './baseline.ts';
import { readLayer } from './layer.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The arms of a scenario on this topology, where the candidate has this one file. */
function change(topology: Topology, path: string, text: string, baseline?: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return armsIn(topology, folder, baseline);
}

const armsIn = (topology: Topology, candidate: string, baseline?: string) =>
  armsOf([chaos('a-run', { title: '', topology, workloads: [], schedule: [], expect: [] })], {
    baseline: readBaseline(baseline),
    candidate: readLayer('--candidate', candidate),
  });

test('a change is shown as a unified diff, file by file', () => {
  const [arms] = armsIn(galera({ nodes: 3 }), fixtureFolder('variants/galera-flush-0'));
  expect(arms?.changes).toEqual([
    {
      system: 'galera',
      path: 'galera/zz-durability.cnf',
      patch: [
        '--- /dev/null',
        '+++ candidate/galera/zz-durability.cnf',
        '@@ -0,0 +1,3 @@',
        '+# What Kolla-Ansible deploys: a commit is acknowledged before it is written, and flushed once a second.',
        '+[mariadbd]',
        '+innodb_flush_log_at_trx_commit = 0',
      ].join('\n'),
    },
  ]);
});

test('a file takes the place of the one of its name', () => {
  const [arms] = change(redisSentinel(), 'redis.conf', 'appendonly yes\nappendfsync always\n');
  expect(arms?.files.candidate.get('redis/redis.conf')).toBe(
    'appendonly yes\nappendfsync always\n',
  );
  expect(arms?.changes.map(({ path }) => path)).toEqual(['redis/redis.conf']);
  expect(arms?.changes[0]?.patch).toContain('-appendfsync everysec\n');
});

test('a profile as the baseline takes the place of the scenario’s own', () => {
  const hardened = controlPlane({ profile: 'hardened' });
  const [arms] = change(hardened, 'zz-more.cnf', '[mariadbd]\nmax_connections = 9\n', 'kolla');
  expect(arms?.files.baseline.has('galera/zz-kolla.cnf')).toBe(true);
  expect(arms?.files.baseline.has('redis/before-start')).toBe(false);
});

test('a folder as the baseline lies on top of what the scenario names', () => {
  const [arms] = armsIn(
    galera({ nodes: 3 }),
    fixtureFolder('profiles/hardened/galera'),
    fixtureFolder('variants/galera-flush-0'),
  );
  expect([...(arms?.files.baseline.keys() ?? [])]).toEqual([
    'galera/galera.cnf',
    'galera/zz-durability.cnf',
  ]);
});

describe('there is nothing to compare', () => {
  test('where the candidate says the same', () => {
    expect(() => armsIn(galera({ nodes: 3 }), fixtureFolder('galera'))).toThrow('is the same as');
    expect(() =>
      armsIn(
        galera({ nodes: 3 }),
        fixtureFolder('variants/galera-flush-0'),
        fixtureFolder('variants/galera-flush-0'),
      ),
    ).toThrow('is the same as');
  });

  test('where no scenario has the system', () => {
    expect(() => change(galera({ nodes: 3 }), 'redis.conf', '')).toThrow(
      'redis/redis.conf is for redis, and the scenarios have galera',
    );
  });

  test('where the baseline is none', () => {
    expect(() => readBaseline('no-such-profile')).toThrow('(hardened, kolla)');
  });
});

describe('what the harness must set is refused by line', () => {
  test.each<[string, Topology, string, string, string]>([
    [
      'an address',
      galera({ nodes: 3 }),
      'a.cnf',
      '[mariadbd]\n\nbind-address = 10.0.0.1\n',
      "a.cnf line 3 sets bind_address to '10.0.0.1'",
    ],
    [
      'a list of peers',
      galera({ nodes: 3 }),
      'a.cnf',
      '[mariadbd]\nwsrep_cluster_address="gcomm://db1,db2"\n',
      "sets wsrep_cluster_address to 'gcomm://db1,db2'",
    ],
    [
      'an address among options',
      galera({ nodes: 3 }),
      'a.cnf',
      '[mariadbd]\nwsrep_provider_options = "gmcast.listen_addr=tcp://10.0.0.1:4567; evs.suspect_timeout=PT1S"\n',
      "sets gmcast.listen_addr to 'tcp://10.0.0.1:4567'",
    ],
    [
      'names of nodes',
      rabbitmq(),
      'rabbitmq.conf',
      'cluster_formation.classic_config.nodes.1 = rabbit@mq1\n',
      "nodes.1 to 'rabbit@mq1'",
    ],
    ['a port', redisSentinel(), 'redis.conf', 'port 7000\n', "line 1 sets port to '7000'"],
    [
      'who a replica follows',
      redisSentinel(),
      'redis-x.conf',
      'appendonly yes\nreplicaof 10.0.0.1 6379\n',
      "sets replicaof to '10.0.0.1 6379'",
    ],
    [
      'servers',
      edge(),
      'haproxy.cfg',
      'frontend a\n  bind *:8404\nbackend b\n  server web1 10.0.0.1:80 check\n',
      "line 4 sets server to 'web1 10.0.0.1:80'",
    ],
    [
      'a virtual address',
      edge(),
      'keepalived.conf',
      'include /run/keepalived/machine.conf\nvrrp_instance a {\n  virtual_ipaddress {\n    10.0.0.100/32\n  }\n}\n',
      "sets virtual_ipaddress to '10.0.0.100/32'",
    ],
    [
      'monitors',
      ceph(),
      'ceph.conf',
      '[global]\nmon host = 10.0.0.1\nosd_heartbeat_grace = 20\n',
      "line 2 sets mon host to '10.0.0.1'",
    ],
    [
      'where it listens',
      memcached(),
      'memcached.conf',
      '-m 64\n-l 127.0.0.1\n',
      "sets _l to '127.0.0.1'",
    ],
    [
      'a database',
      controlPlane(),
      'keystone.conf',
      '[database]\nconnection = mysql+pymysql://k@db/keystone\n',
      'sets connection to',
    ],
  ])('%s', (_, topology, path, text, words) => {
    expect(() => change(topology, path, text)).toThrow(words);
  });

  test('with what should stand there', () => {
    expect(() => change(redisSentinel(), 'redis.conf', 'port 7000\n')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('in fixtures/: 6379') }),
    );
  });

  test('a file without the line that makes it work', () => {
    expect(() => change(edge(), 'keepalived.conf', 'vrrp_instance a {\n}\n')).toThrow(
      "no line 'include /run/keepalived/machine.conf'",
    );
  });
});

describe('our own files pass', () => {
  const topologies: readonly (readonly [string, Topology])[] = [
    ['galera', galera({ nodes: 3 })],
    ['rabbitmq', rabbitmq({ queue: 'quorum' })],
    ['redis', redisSentinel()],
    ['edge', edge()],
  ];
  const variants = readdirSync(fixtureFolder('variants')).filter((name) => !/scratch/.test(name));

  test.each(variants)('variant %s', (name) => {
    const found = topologies.find(([system]) => name.startsWith(system));
    if (found === undefined) throw new RangeError(`no topology for ${name}`);
    const [system, topology] = found;
    mkdirSync(join(folder, system));
    for (const file of readdirSync(fixtureFolder(`variants/${name}`))) {
      copyFileSync(fixtureFolder(`variants/${name}/${file}`), join(folder, system, file));
    }
    expect(armsIn(topology, folder)).toHaveLength(1);
  });

  test.each([
    ['kolla', 'hardened'],
    ['hardened', 'kolla'],
  ])('profile %s on top of %s', (candidate, baseline) => {
    const plane = controlPlane({ profile: baseline });
    expect(armsIn(plane, fixtureFolder(`profiles/${candidate}`), baseline)).toHaveLength(1);
  });
});
