import {
  afterRecovery,
  all,
  at,
  chaos,
  fixtureFolder,
  kill,
  linearizable,
  machine,
  majority,
  none,
  noPhantoms,
  nothingDiverged,
  nothingLost,
  ofBlow,
  partition,
  pause,
  powerCycle,
  predictRedisLoss,
  predictRedisLossWindow,
  redisSentinel,
  register,
  restart,
  role,
  rolling,
  rpo,
  rto,
  seconds,
  service,
  set,
  stop,
  twoPrimaries,
} from '../lib/index.ts';

const variant = (name: string) => fixtureFolder(`variants/redis-${name}`);
const boundedLoss = { overlays: [variant('min-replicas')] };
const predicted = predictRedisLoss();
const lossWindow = predictRedisLossWindow(boundedLoss);

const load = [set({ on: 'redis' })];
const twoLoads = [...load, register({ on: 'redis' })];
const timing = { steadyMs: seconds(2), stabilityMs: seconds(2) };
const soundData = [nothingLost, noPhantoms, nothingDiverged];
const primary = service('redis', role('primary'));

/** Longer than it may take to replace the primary: who waits for its return is too late. */
const AWAY_MS = predicted.maxMs + seconds(2);
/** Sentinel misses a server after 5 s: what is shorter, clients wait for. */
const SHORT_PAUSE_MS = seconds(3);
/** A restart and the reconnect of its clients; steps follow each other within a second or two. */
const ROLLING_RESTART_MS = seconds(3);

/** From power to the first answer: disks, containers, Redis and its file, reconnect. */
const BOOT_MS = seconds(8);

/** However the primary's process goes away, Sentinel needs the same time to replace it. */
export const redisProcess = chaos('redis-process', {
  title: 'The primary is killed, stopped, hangs for 3 s, and hangs for 12 s',
  topology: redisSentinel({ rejoin: 'ask-sentinels' }),
  workloads: load,
  schedule: [
    at(seconds(1), kill({ downFor: AWAY_MS }), primary),
    afterRecovery(stop({ downFor: AWAY_MS }), primary),
    afterRecovery(pause({ lasts: SHORT_PAUSE_MS }), primary),
    afterRecovery(pause({ lasts: AWAY_MS }), primary),
  ],
  expect: [
    ofBlow(1, rto.all.atMost(predicted.maxMs)),
    ofBlow(2, rto.all.atMost(predicted.maxMs)),
    ofBlow(3, rto.all.atMost(SHORT_PAUSE_MS + 1_000)),
    ofBlow(4, rto.all.atMost(predicted.maxMs)),
    ...soundData,
  ],
  timing,
});

/** With appendfsync always no power cut takes anything, and all come back by themselves. */
export const redisPower = chaos('redis-power', {
  title: 'The primary, two, all, and a replica lose power; then each server is restarted',
  topology: redisSentinel({ rejoin: 'ask-sentinels', overlays: [variant('fsync-always')] }),
  workloads: load,
  schedule: [
    at(seconds(1), powerCycle({ offFor: AWAY_MS }), role('primary')),
    afterRecovery(powerCycle({ offFor: seconds(2) }), majority()),
    afterRecovery(powerCycle({ offFor: seconds(2) }), all()),
    afterRecovery(powerCycle({ offFor: seconds(2) }), role('replica')),
    afterRecovery(restart(), rolling(service('redis', all()))),
  ],
  expect: [
    ofBlow(1, rto.all.atMost(predicted.maxMs)),
    ofBlow(3, rto.all.atMost(seconds(2) + BOOT_MS)),
    ofBlow(5, rto.all.atMost(ROLLING_RESTART_MS)),
    ...soundData,
    twoPrimaries.never,
  ],
  timing,
});

/** Ground truth: a file that is flushed once a second lacks what was acknowledged since. */
export const redisBlackStart = chaos('redis-black-start', {
  title: 'All Redis machines lose power at once, with appendfsync everysec',
  topology: redisSentinel({ clients: 'direct' }),
  workloads: [set({ on: 'redis', ratePerSecond: 300 })],
  schedule: [at(seconds(1), powerCycle({ offFor: seconds(2) }), all())],
  expect: soundData,
  timing,
});

/** Ground truth: a primary that is cut off with its clients acknowledges what is thrown away later. */
export const redisIsolated = chaos('redis-isolated', {
  title: 'The primary is cut off from its peers together with all clients, for 13 s',
  topology: redisSentinel(),
  workloads: twoLoads,
  schedule: [
    at(seconds(1), partition({ lasts: seconds(13), clients: 'with-targets' }), role('primary')),
  ],
  expect: [rpo.atMost(lossWindow.maxMs), linearizable, twoPrimaries.never],
  timing,
});

/** With min-replicas-to-write the same primary stops in time, and lesser cuts cost nothing. */
export const redisMinReplicas = chaos('redis-min-replicas', {
  title: 'Cuts that leave the primary a majority, and then that of redis-isolated',
  topology: redisSentinel(boundedLoss),
  workloads: load,
  schedule: [
    at(seconds(1), partition({ lasts: seconds(7), shape: 'bridge' }), all()),
    afterRecovery(partition({ lasts: seconds(7), direction: 'out' }), role('replica')),
    afterRecovery(partition({ lasts: seconds(13), clients: 'with-targets' }), role('primary')),
  ],
  expect: [
    ofBlow(1, rpo.atMost(0)),
    ofBlow(3, rpo.atMost(lossWindow.maxMs)),
    noPhantoms,
    nothingDiverged,
  ],
  timing,
});

/** Ground truth: of two sentinels one is no majority, whatever the quorum says. */
export const redisTwoSentinels = chaos('redis-two-sentinels', {
  title: 'Of two sentinels with quorum 1, one is lost with the primary for 14 s',
  topology: redisSentinel({ sentinels: 2, quorum: 1 }),
  workloads: load,
  schedule: [at(seconds(1), kill({ downFor: seconds(14) }), machine(1))],
  expect: [rto.any.atMost(predicted.maxMs), ...soundData],
  timing,
});

/** The control: where nothing is broken, nothing is away and nothing is lost. */
export const redisNone = chaos('redis-none', {
  title: 'Nothing happens to a Redis group for 3 s',
  topology: redisSentinel(),
  workloads: twoLoads,
  schedule: [at(seconds(1), none({ lasts: seconds(3) }), role('primary'))],
  expect: [
    ...[rto.any.atMost(0), rto.all.atMost(0), rto.redundancy.atMost(0)],
    ...soundData,
    linearizable,
    twoPrimaries.never,
  ],
  timing,
});
