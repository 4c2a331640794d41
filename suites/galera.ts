import {
  at,
  chaos,
  galera,
  kill,
  none,
  noPhantoms,
  nothingDiverged,
  nothingLost,
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

/** The control: where nothing is broken, nothing is away and nothing is lost. */
export const galeraNone = chaos('galera-none', {
  title: 'Nothing happens to a Galera cluster for 5 s',
  topology: galera({ nodes: 3 }),
  workloads: [set({ ratePerSecond: 100 })],
  schedule: [at(seconds(1), none({ lasts: seconds(5) }), role('primary'))],
  expect: [rto.any.atMost(0), rto.all.atMost(0), rto.redundancy.atMost(0), ...soundData],
});
