import {
  afterRecovery,
  all,
  at,
  chaos,
  fixtureFolder,
  galera,
  kill,
  noPhantoms,
  nothingDiverged,
  nothingLost,
  queue,
  rabbitmq,
  role,
  seconds,
  set,
} from '../lib/index.ts';
import { load, soundData, timing } from './support/rabbitmq.ts';

// Rows of the control matrix (suites/controls.ts) that no suite holds.

const flushes = (seldom: '0' | '2') => fixtureFolder(`variants/galera-flush-${seldom}`);

/** Twice, as what one node has written in the last few milliseconds all have: suites/galera.ts. */
const allKilled = {
  workloads: [set({ ratePerSecond: 300 })],
  schedule: [
    at(seconds(1), kill({ downFor: seconds(3) }), all()),
    afterRecovery(kill({ downFor: seconds(3) }), all()),
  ],
  expect: [nothingLost, noPhantoms, nothingDiverged],
};

/** Ground truth: with 0 a commit is not even written when it is acknowledged. It must be red. */
export const galeraFlush0AllKilled = chaos('galera-flush-0-all-killed', {
  ...allKilled,
  title: 'All MariaDB processes that write once a second are killed at once, twice',
  topology: galera({ nodes: 3, overlays: [flushes('0')] }),
});

/** With 2 the kernel has it, and outlives them: only a power cut tells 2 from 1. */
export const galeraFlush2AllKilled = chaos('galera-flush-2-all-killed', {
  ...allKilled,
  title:
    'All MariaDB processes that write at once and flush once a second are killed at once, twice',
  topology: galera({ nodes: 3, overlays: [flushes('2')] }),
});

/** The blow under which an unsynchronised mirror loses messages (rabbitmq-unsynchronised). */
export const rabbitmqQuorumLosesItsMember = chaos('rabbitmq-quorum-loses-its-member', {
  title: 'A member of a quorum queue is killed and comes back, and the leader is killed',
  topology: rabbitmq({ queue: 'quorum' }),
  workloads: [queue({ ...load, receiveEvery: 1_000 })],
  schedule: [
    at(seconds(1), kill({ downFor: seconds(1) }), role('replica')),
    at(seconds(11), kill({ downFor: seconds(1) }), role('primary')),
  ],
  expect: soundData,
  timing,
});
