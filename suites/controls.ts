/**
 * The control matrix: what is known to go wrong, and what is known not to, by other evidence than this
 * harness. One that does not see these is broken. Each cell is a test of a suite; the row says which, and
 * lib/harness/controls.test.ts sees that it is there and claims that. Nothing is run twice for it.
 */
export interface Control {
  readonly truth: string;
  /** Who says so, beside us. */
  readonly source: string;
  /** Must be seen. */
  readonly red: readonly Cell[];
  /** Must be seen not to happen. */
  readonly green: readonly Cell[];
  /** What of it is not shown here, and why. */
  readonly open?: string;
}

/** A scenario of a suite, or any other test that `npm test` runs. */
export type Cell = ScenarioCell | TestCell;

export interface ScenarioCell {
  /** Under suites/, without .test.ts. */
  readonly suite: string;
  /** By its name. */
  readonly scenario: string;
  /** Of a red one: the measures that see it, and no others. */
  readonly by?: readonly string[];
  /** Judged runs on the machine that it was developed on, until 2026-11-22: how many were red. */
  readonly seen?: { readonly red: number; readonly of: number };
}

export interface TestCell {
  /** What it does, and on what. */
  readonly shows: string;
  readonly file: string;
  /** The beginning of its name. */
  readonly test: string;
}

/** On real containers, in a suite that `npm test` runs. */
const cell = (
  suite: string,
  scenario: string,
  more: Pick<ScenarioCell, 'by' | 'seen'> = {},
): ScenarioCell => ({ suite, scenario, ...more });

/** A Ceph cluster of containers whose last copy is destroyed and declared lost, step by step. */
const lastCopyDestroyed = (test: string): TestCell => ({
  shows: test,
  file: 'lib/systems/ceph/copies.docker.test.ts',
  test,
});

const lost = { by: ['lost-writes'] };
const split = { by: ['two-primaries', 'lost-writes'] };

export const controls: readonly Control[] = [
  {
    truth: 'Galera that flushes at every commit or not: all nodes lose power within a second',
    source: 'MDEV-38974; Kolla-Ansible deploys innodb_flush_log_at_trx_commit = 0',
    red: [
      cell('galera', 'galera-flush-0-black-start', lost),
      cell('galera', 'galera-flush-2-black-start', lost),
    ],
    green: [
      cell('galera', 'galera-black-start', { seen: { red: 0, of: 5 } }),
      cell('galera', 'galera-flush-0-power-cut', { seen: { red: 0, of: 4 } }),
    ],
    open: 'The claims cut the power twice: a single cut spared every row in one run of some thirty, as a node had flushed in that moment.',
  },
  {
    truth:
      'A SIGKILL tells a commit that is not written from one that is; only a power cut tells one that is not flushed',
    source: 'https://mariadb.com/kb/en/innodb-system-variables/#innodb_flush_log_at_trx_commit',
    red: [
      cell('controls-alone', 'galera-flush-0-all-killed', lost),
      cell('ledger', 'ledger-power-cut', { ...lost, seen: { red: 15, of: 15 } }),
    ],
    green: [
      cell('controls-alone', 'galera-flush-2-all-killed'),
      cell('ledger', 'ledger-kill', { seen: { red: 0, of: 10 } }),
      cell('ledger', 'ledger-flushed-power-cut', { seen: { red: 0, of: 9 } }),
    ],
  },
  {
    truth:
      'Galera, nothing broken: a plain SELECT and then an UPDATE, under load on several nodes, loses updates',
    source: 'MDEV-38977',
    red: [cell('galera', 'galera-unlocked', { by: ['bank-errors'], seen: { red: 3, of: 3 } })],
    green: [cell('galera', 'galera-transactions', { seen: { red: 0, of: 4 } })],
    open: 'Chance decides whether two clients meet: with clients that did not think between reading and writing it was red in 4 of 9 runs.',
  },
  {
    truth: 'Two Galera nodes and no arbitrator: the one that is left has no majority',
    source: 'https://galeracluster.com/library/documentation/arbitrator.html',
    red: [cell('galera', 'galera-pair', { by: ['rto.all'], seen: { red: 3, of: 3 } })],
    green: [cell('galera', 'galera-arbitrated', { seen: { red: 0, of: 5 } })],
  },
  {
    truth:
      'A mirrored queue whose mirror is not synchronised, and ha-promote-on-failure = always: the leader is lost',
    source: 'https://www.rabbitmq.com/docs/3.13/ha (unsynchronised mirrors)',
    red: [cell('rabbitmq', 'rabbitmq-unsynchronised', { ...lost, seen: { red: 4, of: 4 } })],
    green: [
      cell('rabbitmq', 'rabbitmq-synchronised', { seen: { red: 0, of: 4 } }),
      cell('controls-alone', 'rabbitmq-quorum-loses-its-member'),
    ],
  },
  {
    truth:
      'A mirrored queue in a partition: with ignore there is a leader on each side, with autoheal one side is thrown away',
    source: 'https://www.rabbitmq.com/docs/partitions',
    red: [
      cell('rabbitmq-cuts', 'rabbitmq-ignore', { ...split, seen: { red: 3, of: 3 } }),
      cell('rabbitmq-cuts', 'rabbitmq-autoheal', { ...split, seen: { red: 3, of: 3 } }),
      // No partition in its own eyes: found here.
      cell('rabbitmq-cuts', 'rabbitmq-frozen', { ...split, seen: { red: 3, of: 3 } }),
    ],
    green: [
      cell('rabbitmq-cuts', 'rabbitmq-quorum-cuts', { seen: { red: 1, of: 1 } }),
      cell('rabbitmq-cuts', 'rabbitmq-mirrored-cuts', { seen: { red: 0, of: 1 } }),
    ],
    open: 'The one red run of rabbitmq-quorum-cuts was a node that RabbitMQ 3.10 left away for good (docs/systems/rabbitmq.md): its return was late, and no message was lost. A frozen node pauses once in a while, by chance: such a run shows nothing, and is skipped.',
  },
  {
    truth: 'A queue on one node, and that node is lost',
    source: '2335 of 80385 notifications lost in OpenStack’s own report',
    red: [cell('rabbitmq', 'rabbitmq-plain', { by: ['rto.all'], seen: { red: 4, of: 4 } })],
    green: [cell('rabbitmq', 'rabbitmq-mirrored', { seen: { red: 0, of: 4 } })],
    open: 'Messages of a durable queue are back with their node: what is shown is that they are away. Messages that nobody kept on a disk are not asked for here.',
  },
  {
    truth:
      'Redis with Sentinel by default: a primary that is cut off together with clients loses what it acknowledges',
    source:
      'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/ (56 % lost in a published test)',
    red: [
      cell('redis', 'redis-isolated', {
        by: ['rpo', 'linearizability', 'two-primaries'],
        seen: { red: 3, of: 3 },
      }),
    ],
    green: [cell('redis', 'redis-min-replicas', { seen: { red: 0, of: 4 } })],
  },
  {
    truth:
      'Two sentinels, quorum 1: the one that is left when the other goes with the primary elects nobody',
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/ (example 1)',
    red: [cell('redis', 'redis-two-sentinels', { by: ['rto.any'], seen: { red: 3, of: 3 } })],
    green: [cell('redis', 'redis-power', { seen: { red: 0, of: 6 } })],
  },
  {
    truth: 'Redis that does not flush first: the whole group loses power',
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/',
    red: [cell('redis', 'redis-black-start', { ...lost, seen: { red: 3, of: 3 } })],
    green: [cell('redis', 'redis-power', { seen: { red: 0, of: 6 } })],
  },
  {
    truth: 'Ceph: what one copy alone acknowledged is lost with that copy',
    source: 'https://docs.ceph.com/en/pacific/rados/operations/pools/ (min_size)',
    red: [lastCopyDestroyed('min_size 1: what one copy alone acknowledged is lost')],
    green: [
      lastCopyDestroyed('min_size 2: one copy alone acknowledges nothing'),
      cell('ceph', 'ceph-blackout', { seen: { red: 0, of: 1 } }),
    ],
    open: 'No fault here destroys a disk, so that loss is shown on a real cluster with steps of its own, and not as a scenario with measures.',
  },
  {
    truth: 'keepalived whose VRRP is blocked, also in one direction: two hold one address',
    source: 'RFC 5798, 6.4: a backup that hears nothing takes over',
    red: [
      cell('edge', 'edge-split-brain', { by: ['two-primaries'], seen: { red: 5, of: 5 } }),
      // A keepalived that is killed, not stopped, leaves its address behind: found here.
      cell('edge', 'edge-kill', { by: ['two-primaries'], seen: { red: 5, of: 5 } }),
    ],
    green: [cell('edge', 'edge-losses', { seen: { red: 0, of: 5 } })],
  },
  {
    truth: 'HAProxy without check: a share of requests goes wrong for as long as a server is away',
    source: 'https://docs.haproxy.org/2.6/configuration.html#5.2-check',
    red: [
      cell('edge', 'edge-unchecked', {
        by: ['rto.all', 'unavailability'],
        seen: { red: 6, of: 6 },
      }),
    ],
    green: [cell('edge', 'edge-checked', { seen: { red: 0, of: 6 } })],
  },
  {
    truth:
      'Clients of a cache that keep asking a dead host stall, and such as take it back see old values',
    source: 'https://pymemcache.readthedocs.io/ (HashClient)',
    red: [
      cell('memcached', 'memcached-keeps-dead-hosts', { by: ['rto.all'] }),
      cell('memcached', 'memcached-returns', { by: ['stale-reads'] }),
    ],
    green: [cell('memcached', 'memcached-losses', { seen: { red: 0, of: 1 } })],
  },
  {
    truth: 'Any fault that is not done: the verdict is unknown, as it is not proven',
    source: 'this project’s design',
    red: [
      {
        shows: 'every fault, in memory',
        file: 'lib/memory/pipeline.test.ts',
        test: '%s is not proven where it does nothing',
      },
    ],
    green: [cell('ledger', 'ledger-everything', { seen: { red: 1, of: 9 } })],
    open: 'The one red run of ledger-everything had lost writes: it was of an early day of development.',
  },
];
