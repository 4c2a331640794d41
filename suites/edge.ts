import {
  afterRecovery,
  all,
  at,
  availability,
  chaos,
  type EdgeLoss,
  edge,
  failedRequests,
  fixtureFolder,
  kill,
  machine,
  majority,
  noMisrouted,
  none,
  ofBlow,
  one,
  partition,
  pause,
  powerCycle,
  predictEdgeLoss,
  requests,
  restart,
  role,
  rolling,
  rto,
  seconds,
  service,
  stop,
  twoPrimaries,
} from '../lib/index.ts';

const variant = (name: string): string => fixtureFolder(`variants/edge-${name}`);
const timing = { steadyMs: seconds(1.5), stabilityMs: seconds(2) };

/** Every lane is back within what the configuration predicts for this kind of loss. */
const within = (loss: EdgeLoss, folders?: readonly string[]) =>
  rto.all.atMost(predictEdgeLoss(loss, { folders }).maxMs);

/** Each machine’s own backend, without an HAProxy in between. */
const backends = requests({ name: 'backends', ratePerSecond: 30, lanes: 3, to: 'each-backend' });

/** The control: where nothing is broken, nothing is away, and each machine's own backend answers. */
export const edgeNone = chaos('edge-none', {
  title: 'Nothing happens to an edge for 3 s',
  topology: edge(),
  workloads: [requests(), backends],
  schedule: [at(0, none({ lasts: seconds(3) }), role('primary'))],
  expect: [
    rto.any.atMost(0),
    rto.all.atMost(0),
    rto.redundancy.atMost(0),
    failedRequests.atMost(0),
    noMisrouted,
    twoPrimaries.never,
  ],
  timing,
});

/** Whatever of it is stopped, loses power or hangs: one machine holds the address, and in time. */
export const edgeLosses = chaos('edge-losses', {
  title: 'Parts of an edge are stopped, frozen and without power, one after another',
  topology: edge({ preempt: false }),
  workloads: [requests()],
  schedule: [
    at(0, stop({ downFor: seconds(4) }), role('primary')),
    afterRecovery(powerCycle({ offFor: seconds(6) }), role('primary')),
    afterRecovery(kill({ downFor: seconds(4) }), service('haproxy', role('primary'))),
    afterRecovery(pause({ lasts: seconds(5) }), service('haproxy', role('primary'))),
    afterRecovery(kill({ downFor: seconds(4) }), service('nginx', one())),
    afterRecovery(powerCycle({ offFor: seconds(6) }), role('replica')),
  ],
  expect: [
    ofBlow(1, within('holder-stopped')),
    ofBlow(2, within('holder-silent')),
    ofBlow(3, within('haproxy-killed')),
    ofBlow(4, within('haproxy-frozen')),
    ofBlow(5, within('backend-killed')),
    ofBlow(6, within('backend-silent')),
    rto.redundancy.atMost(seconds(20)),
    twoPrimaries.never,
  ],
  timing,
});

/**
 * Cuts that VRRP survives: the holder hears nobody but is heard; the backups don't hear each other
 * (edge-1 holds the address, and is the middle of the bridge).
 * Then a majority goes, all, and each in turn: it comes back by itself.
 */
export const edgeBlackStart = chaos('edge-black-start', {
  title: 'An edge is cut where VRRP survives it, loses power in part and as a whole, and restarts',
  topology: edge(),
  workloads: [requests()],
  schedule: [
    at(0, partition({ lasts: seconds(7), direction: 'in' }), role('primary')),
    afterRecovery(partition({ lasts: seconds(4), shape: 'bridge' }), all()),
    afterRecovery(powerCycle({ offFor: seconds(2) }), majority()),
    afterRecovery(powerCycle({ offFor: seconds(2) }), all()),
    afterRecovery(restart(), rolling(all())),
  ],
  expect: [
    ofBlow(1, within('backend-silent')),
    ofBlow(2, rto.all.atMost(0)),
    ofBlow(3, rto.all.atMost(seconds(10))),
    ofBlow(4, rto.all.atMost(seconds(15))),
    // One step follows the other before clients have been well for long: what they cost adds up.
    ofBlow(5, rto.all.atMost(seconds(8))),
    twoPrimaries.never,
  ],
  timing,
});

const layer4 = [fixtureFolder('edge'), variant('tcp')];

/** Layer 4, and an address that goes back to where it came from: no worse, and never held twice. */
export const edgeTcp = chaos('edge-tcp', {
  title: 'Layer 4: a backend is killed, then the holder loses power and comes back',
  topology: edge({ balance: 'tcp' }),
  workloads: [requests()],
  schedule: [
    at(0, kill({ downFor: seconds(4) }), service('nginx', one())),
    afterRecovery(powerCycle({ offFor: seconds(6) }), role('primary')),
  ],
  expect: [
    ofBlow(1, within('backend-killed', layer4)),
    ofBlow(2, within('holder-silent', layer4)),
    twoPrimaries.never,
  ],
  timing,
});

/**
 * Ground truth: a VRRP that is cut has two holders, whichever way it is cut. It must be red, by that
 * alone: clients are served within the prediction.
 */
export const edgeSplitBrain = chaos('edge-split-brain', {
  title: 'The machines of an edge are cut from each other in every shape',
  topology: edge(),
  workloads: [requests()],
  schedule: [
    at(0, partition({ lasts: seconds(7) }), role('primary')),
    afterRecovery(partition({ lasts: seconds(7), clients: 'with-others' }), machine(1)),
    afterRecovery(partition({ lasts: seconds(7), clients: 'with-others' }), machine(3)),
    afterRecovery(partition({ lasts: seconds(7), direction: 'out' }), machine(1)),
  ],
  expect: [
    ofBlow(1, within('holder-silent')),
    ofBlow(2, within('holder-silent')),
    ofBlow(3, within('backend-silent')),
    ofBlow(4, within('holder-silent')),
    twoPrimaries.never,
  ],
  timing,
});

const classic = variant('vrrp2');

/**
 * Ground truth: keepalived that is killed, or that hangs, leaves the address where it was. The next
 * one takes it as well, and there are two. A hang that is shorter than VRRP’s timeout costs nothing.
 */
export const edgeKill = chaos('edge-kill', {
  title: 'VRRP 2: the holder’s processes are killed; later its keepalived hangs, shortly and long',
  topology: edge({ overlays: [classic] }),
  workloads: [requests()],
  schedule: [
    at(0, kill({ downFor: seconds(7) }), role('primary')),
    afterRecovery(pause({ lasts: seconds(1) }), service('keepalived', machine(1))),
    afterRecovery(pause({ lasts: seconds(7) }), service('keepalived', machine(1))),
  ],
  expect: [
    ofBlow(1, within('holder-killed', [fixtureFolder('edge'), classic])),
    ofBlow(2, rto.all.atMost(0)),
    ofBlow(3, within('holder-killed', [fixtureFolder('edge'), classic])),
    twoPrimaries.never,
  ],
  timing,
});

const naive = (name: 'checked' | 'unchecked') => ({
  topology: edge({ overlays: [variant(name)] }),
  workloads: [requests()],
  schedule: [at(0, kill({ downFor: seconds(6) }), service('nginx', machine(3)))],
  expect: [
    within('backend-killed', [fixtureFolder('edge'), variant('checked')]),
    availability.atLeast(80),
    noMisrouted,
  ],
  timing,
});

/** Ground truth: without `check`, its share of requests goes wrong while a backend is away. Red. */
export const edgeUnchecked = chaos('edge-unchecked', {
  title: 'A backend is killed for 6 s, and HAProxy does not check its backends',
  ...naive('unchecked'),
});

/** The same with checks: it lasts until they have failed. */
export const edgeChecked = chaos('edge-checked', {
  title: 'A backend is killed for 6 s, and HAProxy checks its backends',
  ...naive('checked'),
});
