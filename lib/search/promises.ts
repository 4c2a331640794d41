import { seconds } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import { fixtureFolder } from '../core/package-folder.ts';
import type { Scenario } from '../core/scenario.ts';
import { all, majority, named } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import {
  noMisrouted,
  noPhantoms,
  noStaleReads,
  nothingCorrupt,
  nothingDiverged,
  nothingLost,
  twoPrimaries,
} from '../measures/expectations.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { ledger } from '../systems/ledger.ts';
import { memcached } from '../systems/memcached/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { controlPlane } from '../topologies/control-plane.ts';
import { block } from '../workloads/block.ts';
import { cache } from '../workloads/cache.ts';
import { objects } from '../workloads/objects.ts';
import { projects } from '../workloads/projects.ts';
import { queue } from '../workloads/queue.ts';
import { requests } from '../workloads/requests.ts';
import { set } from '../workloads/set.ts';
import { tokens } from '../workloads/tokens.ts';
import {
  between,
  cuttingPower,
  cuttingPowerUntilEachReturns,
  degrading,
  inTurn,
  isolating,
  killing,
  oneMachine,
  only,
  pausing,
  rebooting,
  restarting,
  serviceOf,
  stopping,
  together,
  unplugging,
  whoIs,
} from './moves.ts';
import type { SurvivalPromise } from './promise.ts';

/** What a topology promises, but for what can be read off it. */
type Words = Omit<SurvivalPromise, 'topology' | 'workloads' | 'machines' | 'atOnce'> & {
  /** Begin with this where a search names no more than the topology. */
  readonly usual: () => Pick<Scenario, 'topology' | 'workloads'>;
  /** Services on those machines that may be harmed; all machines where it is not given. */
  readonly hosts?: string;
  /** Of so many machines; a minority where it is not given. */
  readonly atOnce?: (machines: number) => number;
};

const minorityOf = (machines: number): number => Math.ceil(machines / 2) - 1;
const oneOf = (): number => 1;

const sound = [nothingLost, noPhantoms, nothingDiverged, twoPrimaries.never];

/**
 * By the name of a topology. Each is what its suites show to hold, and no more: a search that went beyond
 * would find what the product never promised.
 */
const words: Readonly<Record<string, Words>> = {
  galera: {
    usual: () => ({ topology: galera({}), workloads: [set({ ratePerSecond: 200 })] }),
    moves: [
      killing(oneMachine, between(1, 12)),
      stopping(oneMachine, between(1, 12)),
      pausing(oneMachine, between(1, 12)),
      cuttingPower(oneMachine, between(2, 12)),
      rebooting(oneMachine, between(2, 12)),
      isolating(oneMachine, between(1, 15)),
      unplugging(oneMachine, between(1, 15)),
      degrading(oneMachine, between(3, 15)),
      cuttingPower(together(all()), between(2, 6)),
      cuttingPower(together(majority()), between(2, 10)),
      restarting(inTurn()),
    ],
    expect: sound,
    without: [],
  },
  rabbitmq: {
    usual: () => ({
      topology: rabbitmq(),
      workloads: [queue({ ratePerSecond: 50, deadlineMs: seconds(2) })],
    }),
    moves: [
      killing(whoIs('primary'), between(2, 6)),
      killing(oneMachine, between(2, 6)),
      pausing(oneMachine, between(1, 3)),
      cuttingPower(whoIs('primary'), between(8, 18)),
      cuttingPower(oneMachine, between(8, 18)),
      isolating(oneMachine, between(12, 18)),
      cuttingPower(together(all()), between(2, 6)),
      cuttingPower(together(majority()), between(8, 12)),
      restarting(inTurn()),
    ],
    expect: [nothingLost, noPhantoms, twoPrimaries.never],
    timing: { steadyMs: seconds(2), stabilityMs: seconds(2) },
    without: [
      'pauses of more than 3 s: pause_minority does not see a node that was frozen for longer than net_ticktime',
    ],
  },
  'redis-sentinel': {
    usual: () => ({
      topology: redisSentinel({
        rejoin: 'ask-sentinels',
        overlays: [fixtureFolder('variants/redis-fsync-always')],
      }),
      workloads: [set({ on: 'redis' })],
    }),
    moves: [
      killing(serviceOf('redis', whoIs('primary')), between(12, 16)),
      stopping(serviceOf('redis', whoIs('primary')), between(12, 16)),
      killing(serviceOf('redis', whoIs('replica')), between(2, 10)),
      pausing(serviceOf('redis', whoIs('primary')), between(1, 3)),
      cuttingPower(whoIs('primary'), between(12, 16)),
      cuttingPower(whoIs('replica'), between(2, 10)),
      cuttingPower(together(all()), between(2, 6)),
      restarting(inTurn('redis')),
    ],
    expect: sound,
    timing: { steadyMs: seconds(2), stabilityMs: seconds(2) },
    without: [
      'partitions: replication is asynchronous, and a primary that is cut off acknowledges what is thrown away later',
      'pauses of more than 3 s: a primary that was replaced meanwhile goes on until Sentinel tells it',
    ],
  },
  edge: {
    usual: () => ({ topology: edge({ preempt: false }), workloads: [requests()] }),
    moves: [
      stopping(whoIs('primary'), between(2, 6)),
      cuttingPower(whoIs('primary'), between(4, 10)),
      cuttingPower(whoIs('replica'), between(4, 10)),
      killing(only('haproxy'), between(2, 6)),
      pausing(only('haproxy'), between(2, 6)),
      killing(only('nginx'), between(2, 6)),
      cuttingPower(together(majority()), between(2, 6)),
      cuttingPower(together(all()), between(2, 6)),
      restarting(inTurn()),
    ],
    expect: [noMisrouted, twoPrimaries.never],
    timing: { steadyMs: seconds(1.5), stabilityMs: seconds(2) },
    atOnce: oneOf,
    without: [
      'partitions: VRRP knows no majority, and each side has a holder',
      'kills and pauses of keepalived: it leaves the address where it was, and the next one takes it as well',
    ],
  },
  memcached: {
    usual: () => ({ topology: memcached(), workloads: [cache({ keys: 25 })] }),
    moves: [killing(only('memcached'), between(10, 15)), cuttingPower(oneMachine, between(10, 15))],
    expect: [noStaleReads, noPhantoms],
    timing: { steadyMs: seconds(2), stabilityMs: seconds(2) },
    atOnce: oneOf,
    without: [
      'losses that are shorter than clients need to notice, and partitions: clients then disagree on who has an entry',
    ],
  },
  ceph: {
    usual: () => ({
      topology: ceph(),
      workloads: [objects({ ratePerSecond: 50 }), block({ ratePerSecond: 20 })],
    }),
    hosts: 'osd',
    moves: [
      killing(serviceOf('osd', whoIs('primary')), between(3, 10)),
      stopping(serviceOf('osd', whoIs('replica')), between(3, 10)),
      killing(whoIs('primary'), between(8, 16)),
      pausing(serviceOf('osd', whoIs('replica')), between(2, 20)),
      cuttingPower(oneMachine, between(8, 20)),
      isolating(oneMachine, between(8, 20)),
      cuttingPower(together(named('ceph-1', 'ceph-2', 'ceph-3')), between(2, 5)),
    ],
    expect: [...sound, nothingCorrupt],
    without: [],
  },
  ledger: {
    usual: () => ({
      topology: ledger({ flush: 'before' }),
      workloads: [set({ on: 'ledger', ratePerSecond: 200 })],
    }),
    hosts: 'ledger',
    moves: [
      killing(oneMachine, between(0.5, 3)),
      stopping(oneMachine, between(0.5, 3)),
      pausing(oneMachine, between(0.5, 3)),
      cuttingPower(oneMachine, between(1, 3)),
      rebooting(oneMachine, between(1, 3)),
      restarting(oneMachine),
    ],
    expect: [nothingLost, noPhantoms],
    timing: { steadyMs: seconds(1), stabilityMs: seconds(1), recoverWithinMs: seconds(30) },
    atOnce: oneOf,
    without: ['that it goes on meanwhile: there is one machine'],
  },
  'control-plane': {
    usual: () => ({ topology: controlPlane({}), workloads: cloud }),
    moves: [
      cuttingPower(whoIs('primary', 'edge'), between(8, 20)),
      cuttingPower(oneMachine, between(8, 20)),
      killing(serviceOf('mariadb', whoIs('primary', 'edge')), between(2, 6)),
      killing(serviceOf('rabbitmq', whoIs('primary', 'rabbitmq')), between(2, 6)),
      killing(serviceOf('redis', whoIs('primary', 'redis')), between(12, 16)),
      killing(serviceOf('haproxy', whoIs('primary', 'edge')), between(2, 6)),
      cuttingPowerUntilEachReturns(together(all({ of: 'edge' })), between(3, 8)),
    ],
    expect: [nothingLost, noPhantoms, nothingDiverged, twoPrimaries.never],
    timing: { steadyMs: seconds(2), recoverWithinMs: seconds(120), observeEveryMs: 250 },
    without: [
      'partitions of controllers: VRRP knows no majority, and each side has a holder',
      'kills and pauses of keepalived: it leaves the address where it was',
      'the cache: clients that have met no live host try none for a minute',
    ],
  },
};

/** Often enough in the database that something was acknowledged since the last flush of any node. */
const cloud = [
  set({ name: 'database', ratePerSecond: 200 }),
  queue({ name: 'messages', ratePerSecond: 50, deadlineMs: seconds(2) }),
  set({ name: 'coordination', on: 'redis', ratePerSecond: 30 }),
  requests({ name: 'web', ratePerSecond: 30 }),
  projects({ ratePerSecond: 2, lanes: 2 }),
  tokens({ ratePerSecond: 2, lanes: 2 }),
];

/** Topologies that a search knows the promise of. */
export const searchable: readonly string[] = Object.keys(words);

/**
 * What a topology promises by its name, with the workloads that show whether it is kept.
 *
 * @throws UsageError that lists the topologies with a promise
 */
export const promiseNamed = (name: string): SurvivalPromise => promiseFor(wordsOf(name).usual());

/**
 * The promise of this very topology, under these workloads: those of a scenario.
 *
 * @throws UsageError where it promises nothing
 */
export function promiseFor({
  topology,
  workloads,
}: Pick<Scenario, 'topology' | 'workloads'>): SurvivalPromise {
  const { usual: _, hosts, atOnce = minorityOf, ...promised } = wordsOf(topology.name);
  const machines = machinesWith(topology, hosts);
  const most = atOnce(machines.length);
  if (most > 0) return { ...promised, topology, workloads, machines, atOnce: most };
  throw new UsageError(
    `explore: expected a topology that survives the loss of a machine, found ${topology.name} on ${machines.length}`,
    { hint: 'Two have no majority without each other: give it three, or an arbitrator.' },
  );
}

/** What topologies call themselves, where that is not what files call them. */
const otherwiseCalled: Readonly<Record<string, string>> = {
  redis: 'redis-sentinel',
  'rabbitmq-4': 'rabbitmq',
};

function wordsOf(name: string): Words {
  const found = words[otherwiseCalled[name] ?? name];
  if (found !== undefined) return found;
  throw new UsageError(
    `explore: expected a topology (${searchable.join(', ')}), or a scenario on one, found '${name}'`,
    { hint: 'What each promises to survive is in docs/explore.md.' },
  );
}

const machinesWith = ({ machines }: Topology, service: string | undefined): readonly string[] =>
  machines
    .filter(
      ({ services }) => service === undefined || services.some(({ name }) => name === service),
    )
    .map(({ name }) => name);
