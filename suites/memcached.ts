import {
  afterRecovery,
  at,
  cache,
  cacheMisses,
  chaos,
  hashClient,
  kill,
  machine,
  memcached,
  memcachePool,
  milliseconds,
  none,
  noPhantoms,
  noStaleReads,
  ofBlow,
  partition,
  powerCycle,
  predictMemcachedLoss,
  rto,
  seconds,
  service,
} from '../lib/index.ts';

const KEYS = 25;
const load = [cache({ keys: KEYS })];
const timing = { steadyMs: seconds(2), stabilityMs: seconds(2) };

/** A client asks every 60 ms, and never more than seven times in a row past any of three hosts. */
const pace = { askedEveryMs: milliseconds(500) };
const refused = predictMemcachedLoss(hashClient, { host: 'refuses', ...pace });
const silent = predictMemcachedLoss(hashClient, { host: 'silent', ...pace });
const silentToPool = predictMemcachedLoss(memcachePool, { host: 'silent', ...pace });

/** Longer than any client needs to take a host out: one that is back sooner divides them. */
const beyond = (predicted: { readonly maxMs: number }) => predicted.maxMs + seconds(1);

/** A lost host costs entries and a bounded stall, and nothing that is answered is old. */
export const memcachedLosses = chaos('memcached-losses', {
  title: 'One of three memcached is killed; then the machine of another loses its power',
  topology: memcached(),
  workloads: load,
  schedule: [
    at(seconds(1), kill({ downFor: beyond(refused) }), service('memcached', machine(1))),
    afterRecovery(powerCycle({ offFor: beyond(silent) }), machine(2)),
  ],
  expect: [
    ofBlow(1, rto.all.atMost(refused.maxMs)),
    ofBlow(2, rto.all.atMost(silent.maxMs)),
    // Whatever a host had is missed once; the second one has what the first one had as well.
    cacheMisses.atMost(2 * KEYS),
    noStaleReads,
    noPhantoms,
  ],
  timing,
});

/** A client that asks a dead host again and again stalls for as long as that is away. */
export const memcachedKeepsDeadHosts = chaos('memcached-keeps-dead-hosts', {
  title: 'One of three memcached machines loses its power; clients go on asking it',
  topology: memcached({ client: { ...memcachePool, hashing: 'keeps-dead-hosts' } }),
  workloads: load,
  schedule: [at(seconds(1), powerCycle({ offFor: seconds(5) }), machine(1))],
  expect: [rto.all.atMost(silentToPool.maxMs), noStaleReads, noPhantoms],
  timing,
});

/** Ground truth: a host that was cut off still has what was updated elsewhere meanwhile. */
export const memcachedReturns = chaos('memcached-returns', {
  title: 'One of three memcached is cut off from everybody for 3 s, and taken back by its clients',
  topology: memcached({ client: { ...memcachePool, deadTimeoutMs: seconds(4) } }),
  workloads: load,
  schedule: [
    at(seconds(1), partition({ lasts: seconds(3), clients: 'with-others' }), machine(1)),
    // By then every client has taken it back: after 4 to 8 s.
    at(seconds(11), none({ lasts: seconds(1) }), machine(1)),
  ],
  expect: [ofBlow(1, rto.all.atMost(silentToPool.maxMs)), noStaleReads, noPhantoms],
  timing,
});

/** The control: where nothing is broken, nothing is away, missed or old. */
export const memcachedNone = chaos('memcached-none', {
  title: 'Nothing happens to three memcached for 3 s',
  topology: memcached(),
  workloads: load,
  schedule: [at(seconds(1), none({ lasts: seconds(3) }), machine(1))],
  expect: [
    ...[rto.any.atMost(0), rto.all.atMost(0), rto.redundancy.atMost(0)],
    cacheMisses.atMost(0),
    noStaleReads,
    noPhantoms,
  ],
  timing,
});
