import {
  all,
  at,
  chaos,
  galera,
  kill,
  none,
  noPhantoms,
  nothingDiverged,
  nothingLost,
  one,
  partition,
  powerCycle,
  predictGaleraLoss,
  role,
  rto,
  seconds,
  set,
  twoPrimaries,
} from '../lib/index.ts';

const predicted = predictGaleraLoss();
const soundData = [nothingLost, noPhantoms, nothingDiverged, twoPrimaries.never];

/** A killed node costs at most its predicted recovery time, and no acknowledged row. */
export const galeraKill = chaos('galera-kill', {
  title: 'A Galera node is killed and comes back after 10 s',
  topology: galera({ nodes: 3 }),
  workloads: [set({ ratePerSecond: 100 })],
  schedule: [at(seconds(1), kill({ downFor: seconds(10) }), role('primary'))],
  expect: [
    rto.any.atMost(predicted.maxMs),
    rto.all.atMost(predicted.maxMs),
    rto.redundancy.atMost(seconds(25)),
    ...soundData,
  ],
});

/** A machine that loses power is silent: it costs as much as one that is killed, and no row. */
export const galeraPowerCut = chaos('galera-power-cut', {
  title: 'A Galera machine loses power for 10 s',
  topology: galera({ nodes: 3 }),
  workloads: [set({ ratePerSecond: 100 })],
  schedule: [at(seconds(1), powerCycle({ offFor: seconds(10) }), role('primary'))],
  expect: [
    rto.any.atMost(predicted.maxMs),
    rto.all.atMost(predicted.maxMs),
    rto.redundancy.atMost(seconds(30)),
    ...soundData,
  ],
});

/** A node that is cut off from its peers stops serving: the others go on, and nothing diverges. */
export const galeraPartition = chaos('galera-partition', {
  title: 'A Galera node is cut off from its peers, not from its clients, for 15 s',
  topology: galera({ nodes: 3 }),
  workloads: [set({ ratePerSecond: 100 })],
  schedule: [at(seconds(1), partition({ lasts: seconds(15) }), one())],
  expect: [
    rto.any.atMost(predicted.maxMs),
    rto.all.atMost(predicted.maxMs),
    rto.redundancy.atMost(seconds(35)),
    ...soundData,
  ],
});

/** All lose power at once: with innodb_flush_log_at_trx_commit = 1 no acknowledged row is lost. */
export const galeraBlackStart = chaos('galera-black-start', {
  title: 'All Galera machines lose power at once, for 5 s',
  topology: galera({ nodes: 3 }),
  workloads: [set({ ratePerSecond: 100 })],
  schedule: [at(seconds(1), powerCycle({ offFor: seconds(5) }), all())],
  expect: [rto.all.atMost(seconds(30)), ...soundData],
});

/** The control: where nothing is broken, nothing is away and nothing is lost. */
export const galeraNone = chaos('galera-none', {
  title: 'Nothing happens to a Galera cluster for 5 s',
  topology: galera({ nodes: 3 }),
  workloads: [set({ ratePerSecond: 100 })],
  schedule: [at(seconds(1), none({ lasts: seconds(5) }), role('primary'))],
  expect: [rto.any.atMost(0), rto.all.atMost(0), rto.redundancy.atMost(0), ...soundData],
});
