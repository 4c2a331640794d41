import {
  afterRecovery,
  at,
  block,
  ceph,
  cephNodes,
  chaos,
  kill,
  longestOutage,
  named,
  none,
  noPhantoms,
  noStaleReads,
  nothingCorrupt,
  nothingDiverged,
  nothingLost,
  objects,
  ofBlow,
  partition,
  pause,
  powerCycle,
  predictCephLoss,
  restart,
  role,
  rolling,
  rto,
  seconds,
  service,
  stop,
  twoPrimaries,
} from '../lib/index.ts';

const load = objects({ ratePerSecond: 50 });
/** A block device beside the objects: every write is flushed before it counts. */
const disk = block({ ratePerSecond: 20 });
const soundData = [nothingLost, nothingCorrupt, noPhantoms, nothingDiverged, twoPrimaries.never];

const osdKilled = predictCephLoss('osd-killed').maxMs;
const machineKilled = predictCephLoss('machine-killed').maxMs;
const silent = predictCephLoss('machine-silent').maxMs;

/** An OSD that starts is up, has peered and is clean within this. */
const backWithinMs = seconds(20);

/**
 * What dies is refused, and that is quick: an OSD alone costs two changes of the map, killed or
 * stopped. With a machine a monitor dies, and the others first wait for its lease.
 *
 * An OSD that returns changes the map again, and costs no more than its loss. Either may be over
 * within the deadline, so what is bounded is every outage, not the time until the last is over.
 */
export const cephCrash = chaos('ceph-crash', {
  title:
    'Nothing happens to a Ceph cluster; an OSD is killed, another one stopped, the leader’s machine killed',
  topology: ceph(),
  workloads: [load, disk],
  schedule: [
    at(0, none({ lasts: seconds(3) }), role('primary')),
    afterRecovery(kill({ downFor: seconds(6) }), service('osd', role('replica'))),
    afterRecovery(stop({ downFor: seconds(6) }), service('osd', role('primary'))),
    afterRecovery(kill({ downFor: seconds(14) }), role('primary')),
  ],
  expect: [
    // The control.
    ...[rto.any.atMost(0), rto.all.atMost(0), rto.redundancy.atMost(0)].map((nothing) =>
      ofBlow(1, nothing),
    ),
    ofBlow(2, longestOutage.atMost(osdKilled)),
    ofBlow(2, rto.redundancy.atMost(seconds(6) + backWithinMs)),
    ofBlow(3, longestOutage.atMost(osdKilled)),
    ofBlow(4, rto.all.atMost(machineKilled)),
    ofBlow(4, rto.redundancy.atMost(seconds(14) + backWithinMs)),
    ...soundData,
  ],
});

/** What is silent is only gone after osd_heartbeat_grace, whatever made it silent. */
export const cephSilence = chaos('ceph-silence', {
  title: 'An OSD hangs for 3 s and then for 18 s, the leader loses power, a machine is cut off',
  topology: ceph(),
  workloads: [load],
  schedule: [
    at(0, pause({ lasts: seconds(3) }), service('osd', role('replica'))),
    afterRecovery(pause({ lasts: seconds(18) }), service('osd', role('replica'))),
    afterRecovery(powerCycle({ offFor: seconds(18) }), role('primary')),
    afterRecovery(partition({ lasts: seconds(18) }), role('replica')),
  ],
  expect: [
    // Shorter than the grace: nobody is marked down, and it serves when it wakes up.
    ofBlow(1, rto.all.atMost(seconds(3) + osdKilled)),
    ofBlow(2, rto.all.atMost(silent)),
    ofBlow(3, rto.all.atMost(silent)),
    ofBlow(4, rto.all.atMost(silent)),
    ofBlow(4, rto.redundancy.atMost(seconds(18) + backWithinMs)),
    ...soundData,
  ],
});

/**
 * Clients that are cut off together with one machine are served by nobody: it has one copy, and may
 * not acknowledge alone. Who hears nobody, and is heard, is gone like who is silent.
 */
export const cephCuts = chaos('ceph-cuts', {
  title: 'A Ceph machine is cut off with all clients for 8 s, then one hears nobody for 18 s',
  topology: ceph(),
  workloads: [load],
  schedule: [
    at(0, partition({ lasts: seconds(8) }), named('ceph-1', 'ceph-client')),
    afterRecovery(partition({ lasts: seconds(18), direction: 'in' }), role('replica')),
  ],
  expect: [
    ofBlow(1, rto.all.atMost(seconds(8) + backWithinMs)),
    ofBlow(2, rto.all.atMost(silent)),
    ofBlow(2, rto.redundancy.atMost(seconds(18) + backWithinMs)),
    noStaleReads,
    ...soundData,
  ],
});

/** With fewer copies than min_size nothing is served, and so nothing can be lost. */
export const cephBlackout = chaos('ceph-blackout', {
  title: 'Two OSDs of three die, all machines lose power, OSDs and monitors are restarted in turn',
  topology: ceph({ size: 3, minSize: 2 }),
  workloads: [load, disk],
  schedule: [
    at(0, kill({ downFor: seconds(8) }), service('osd', named('ceph-2', 'ceph-3'))),
    afterRecovery(powerCycle({ offFor: seconds(3) }), cephNodes()),
    afterRecovery(restart(), service('osd', rolling(cephNodes()))),
    afterRecovery(restart(), service('mon', rolling(cephNodes()))),
  ],
  expect: [
    ofBlow(1, rto.all.atMost(seconds(8) + backWithinMs)),
    ofBlow(2, rto.all.atMost(seconds(3) + backWithinMs)),
    ofBlow(3, rto.all.atMost(backWithinMs)),
    // Who knows the map needs no monitor.
    ofBlow(4, rto.all.atMost(0)),
    ...soundData,
  ],
});

/**
 * Known to be bad: two OSDs that don't hear each other have one reporter each, and two are wanted.
 * Nobody is put down, and writes wait for as long as the cut lasts.
 */
export const cephBridge = chaos('ceph-bridge', {
  title: 'Two of three Ceph machines don’t hear each other, the third hears both, for 20 s',
  topology: ceph(),
  workloads: [load],
  schedule: [at(0, partition({ lasts: seconds(20), shape: 'bridge' }), cephNodes())],
  expect: [rto.all.atMost(silent), ...soundData],
});
