import {
  all,
  at,
  bank,
  cache,
  ceph,
  chaos,
  type EdgeLoss,
  edge,
  fixtureFolder,
  galera,
  hashClient,
  kill,
  longestOutage,
  machine,
  memcached,
  milliseconds,
  noBankErrors,
  none,
  noPhantoms,
  noStaleReads,
  nothingDiverged,
  nothingLost,
  objects,
  ofBlow,
  partition,
  pause,
  powerCycle,
  predictCephLoss,
  predictEdgeLoss,
  predictGaleraSilence,
  predictMemcachedLoss,
  predictRabbitmqSilence,
  predictRedisLoss,
  predictRedisLossWindow,
  queue,
  rabbitmq,
  redisSentinel,
  requests,
  role,
  rpo,
  rto,
  seconds,
  service,
  set,
  twoPrimaries,
} from '../lib/index.ts';
import { load, messages, soundData as soundMessages } from './support/rabbitmq.ts';

// What fixtures/mutations are held against: one blow each, so that a gate has its runs soon, and what
// the configuration promises of it. `blackstart gate --mutations` runs these; `npm test` does not.

const timing = { steadyMs: seconds(2), stabilityMs: seconds(2) };
const soundData = [nothingLost, noPhantoms, nothingDiverged];

const failover = predictRedisLoss();
/** Longer than Sentinel may take: who waits for the return of the primary is too late. */
const replaced = { downFor: failover.maxMs + seconds(2) };
const inRedis = [set({ on: 'redis' })];

export const redisPrimaryKilled = chaos('redis-primary-killed', {
  title: 'The primary of a Redis group is killed',
  topology: redisSentinel({ rejoin: 'ask-sentinels' }),
  workloads: inRedis,
  schedule: [at(seconds(1), kill(replaced), service('redis', role('primary')))],
  expect: [rto.all.atMost(failover.maxMs), ...soundData],
  timing,
});

/** With its machine a sentinel goes, too: those that are left must be enough. */
export const redisMachineKilled = chaos('redis-machine-killed', {
  ...redisPrimaryKilled,
  title: 'The primary of a Redis group is killed together with its sentinel',
  schedule: [at(seconds(1), kill(replaced), machine(1))],
});

const hardened = { overlays: [fixtureFolder('profiles/hardened/redis')] };
const lossWindow = predictRedisLossWindow(hardened);

export const redisCutOff = chaos('redis-cut-off', {
  title: 'A primary that must have a replica is cut off together with all clients',
  topology: redisSentinel(hardened),
  workloads: inRedis,
  schedule: [
    at(
      seconds(1),
      partition({ lasts: lossWindow.maxMs + seconds(3), clients: 'with-targets' }),
      role('primary'),
    ),
  ],
  expect: [rpo.atMost(lossWindow.maxMs), noPhantoms],
  timing,
});

export const redisAllPower = chaos('redis-all-power', {
  title: 'All machines of a Redis group that flushes first lose power at once',
  topology: redisSentinel({ ...hardened, clients: 'direct' }),
  workloads: [set({ on: 'redis', ratePerSecond: 300 })],
  schedule: [at(seconds(1), powerCycle({ offFor: seconds(2) }), all())],
  expect: soundData,
  timing,
});

/** Every lane is back within what the configuration predicts for this kind of loss. */
const within = (loss: EdgeLoss) => rto.all.atMost(predictEdgeLoss(loss).maxMs);
const throughEdge = { topology: edge({ preempt: false }), workloads: [requests()], timing };

export const edgeNginxKilled = chaos('edge-nginx-killed', {
  ...throughEdge,
  title: 'A backend of an edge is killed for 6 s',
  schedule: [at(0, kill({ downFor: seconds(6) }), service('nginx', machine(3)))],
  expect: [within('backend-killed'), twoPrimaries.never],
});

/** Who is refused by one server is passed on to another at once: only a server that hangs needs checks. */
export const edgeNginxHangs = chaos('edge-nginx-hangs', {
  ...throughEdge,
  title: 'A backend of an edge hangs for 9 s',
  schedule: [at(0, pause({ lasts: seconds(9) }), service('nginx', machine(3)))],
  expect: [within('backend-hangs'), twoPrimaries.never],
});

export const edgeHaproxyKilled = chaos('edge-haproxy-killed', {
  ...throughEdge,
  title: 'The HAProxy of the machine that holds the address is killed for 6 s',
  schedule: [at(0, kill({ downFor: seconds(6) }), service('haproxy', role('primary')))],
  expect: [within('haproxy-killed'), twoPrimaries.never],
});

export const edgeHolderPower = chaos('edge-holder-power', {
  ...throughEdge,
  title: 'The machine that holds the address loses power for 8 s',
  schedule: [at(0, powerCycle({ offFor: seconds(8) }), role('primary'))],
  expect: [within('holder-silent'), twoPrimaries.never],
});

const inGalera = [set({ ratePerSecond: 100 })];
const silentNode = predictGaleraSilence();

export const galeraNodePower = chaos('galera-node-power', {
  title: 'A Galera machine loses power for 15 s',
  topology: galera({ nodes: 3 }),
  workloads: inGalera,
  schedule: [at(seconds(1), powerCycle({ offFor: seconds(15) }), machine(1))],
  expect: [rto.all.atMost(silentNode.maxMs), ...soundData, twoPrimaries.never],
  timing,
});

export const galeraCutOff = chaos('galera-cut-off', {
  title: 'A Galera node is cut off from the others, and not from clients, for 12 s',
  topology: galera({ nodes: 3 }),
  workloads: inGalera,
  schedule: [at(seconds(1), partition({ lasts: seconds(12) }), machine(1))],
  expect: [...soundData, twoPrimaries.never],
  timing,
});

/** Often enough that something has been acknowledged since the last flush, whenever that was. */
export const galeraAllPower = chaos('galera-all-power', {
  title: 'All Galera machines lose power at once, under many writes',
  topology: galera({ nodes: 3 }),
  workloads: [set({ ratePerSecond: 300 })],
  schedule: [at(seconds(1), powerCycle({ offFor: seconds(5) }), all())],
  expect: soundData,
  timing,
});

/** Clients that meet on few accounts, and think between reading and writing; no more than locks let through. */
export const galeraTransfers = chaos('galera-transfers', {
  title: 'Nothing happens to a Galera cluster while money is moved between few accounts',
  topology: galera({ nodes: 3 }),
  workloads: [bank({ ratePerSecond: 40, lanes: 12, accounts: 4, thinkMs: 20 })],
  schedule: [at(seconds(1), none({ lasts: seconds(5) }), machine(1))],
  expect: [noBankErrors],
});

const silentLeader = predictRabbitmqSilence();

export const rabbitmqLeaderPower = chaos('rabbitmq-leader-power', {
  title: 'The leader of a mirrored queue loses power',
  topology: rabbitmq(),
  workloads: [messages],
  schedule: [
    at(seconds(1), powerCycle({ offFor: silentLeader.maxMs + seconds(1) }), role('primary')),
  ],
  expect: [rto.all.atMost(silentLeader.maxMs), ...soundMessages],
  timing,
});

/** Publishers that wait for their confirmation stay on their side of a partition: suites/rabbitmq-cuts.ts. */
export const rabbitmqCutOff = chaos('rabbitmq-cut-off', {
  title: 'The leader of a mirrored queue is cut off for 18 s',
  topology: rabbitmq(),
  workloads: [queue({ ...load, receiveEvery: 1_000, timeoutMs: seconds(14) })],
  schedule: [at(seconds(1), partition({ lasts: seconds(18) }), role('primary'))],
  expect: soundMessages,
  // A cluster that is split stays so: long enough to see it, and for one that is healed to be back.
  timing: { ...timing, recoverWithinMs: seconds(30) },
});

const inCeph = [objects({ ratePerSecond: 50 })];

export const cephOsdKilled = chaos('ceph-osd-killed', {
  title: 'An OSD of a Ceph cluster is killed for 8 s',
  topology: ceph(),
  workloads: inCeph,
  schedule: [at(0, kill({ downFor: seconds(8) }), service('osd', role('replica')))],
  expect: [ofBlow(1, longestOutage.atMost(predictCephLoss('osd-killed').maxMs)), ...soundData],
});

export const cephOsdHangs = chaos('ceph-osd-hangs', {
  title: 'An OSD of a Ceph cluster hangs for 20 s',
  topology: ceph(),
  workloads: inCeph,
  schedule: [at(0, pause({ lasts: seconds(20) }), service('osd', role('replica')))],
  expect: [rto.all.atMost(predictCephLoss('machine-silent').maxMs), ...soundData],
});

export const cephLeaderKilled = chaos('ceph-leader-killed', {
  title: 'The machine of a Ceph cluster’s leading monitor is killed for 20 s',
  topology: ceph(),
  workloads: inCeph,
  schedule: [at(0, kill({ downFor: seconds(20) }), role('primary'))],
  expect: [rto.all.atMost(predictCephLoss('machine-killed').maxMs), ...soundData],
});

const KEYS = 25;
/** A client asks every 60 ms, and never more than seven times in a row past any of three hosts. */
const pace = { askedEveryMs: milliseconds(500) };
const silentHost = predictMemcachedLoss(hashClient, { host: 'silent', ...pace });

export const memcachedHostPower = chaos('memcached-host-power', {
  title: 'One of three memcached machines loses its power until no client asks it any more',
  topology: memcached(),
  workloads: [cache({ keys: KEYS })],
  schedule: [at(seconds(1), powerCycle({ offFor: silentHost.maxMs + seconds(4) }), machine(1))],
  expect: [rto.all.atMost(silentHost.maxMs), noStaleReads, noPhantoms],
  timing,
});

/** Long enough for a client that takes hosts back soon to meet what it updated elsewhere meanwhile. */
export const memcachedHostCutOff = chaos('memcached-host-cut-off', {
  title: 'One of three memcached is cut off from everybody for 8 s, and is back for 12 s',
  topology: memcached(),
  workloads: [cache({ keys: KEYS })],
  schedule: [
    at(seconds(1), partition({ lasts: seconds(8), clients: 'with-others' }), machine(1)),
    at(seconds(20), none({ lasts: seconds(1) }), machine(1)),
  ],
  expect: [noStaleReads, noPhantoms],
  timing,
});
