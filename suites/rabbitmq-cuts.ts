import {
  afterRecovery,
  all,
  at,
  chaos,
  ofBlow,
  partition,
  pause,
  predictRabbitmqKill,
  predictRabbitmqPause,
  predictRabbitmqReturn,
  predictRabbitmqSilence,
  queue,
  rabbitmq,
  role,
  rto,
  seconds,
} from '../lib/index.ts';
import { load, messages, soundData, timing } from './support/rabbitmq.ts';

const killed = predictRabbitmqKill();
const silent = predictRabbitmqSilence();

/** Longer than it may take to replace the leader: who waits for the end of a cut is too late. */
export const CUT_MS = silent.maxMs + seconds(1);
/** By then a node that can not be sure of a majority has stopped to take part. */
export const PAUSED_MS = predictRabbitmqPause().maxMs;
/** Some seconds longer, to see who serves then. */
const BRIDGE_MS = PAUSED_MS + seconds(4);
const returned = predictRabbitmqReturn({ cutMs: BRIDGE_MS });

/**
 * Of three nodes one half is one: at first that is the leader, where the queue was declared. A cut in one
 * direction is one in both, as TCP needs answers. In a bridge every node hears a majority.
 */
const cuts = {
  workloads: [messages],
  schedule: [
    at(seconds(1), partition({ lasts: CUT_MS, shape: 'halves' }), all()),
    afterRecovery(partition({ lasts: CUT_MS, direction: 'in' }), role('primary')),
    afterRecovery(partition({ lasts: CUT_MS, clients: 'with-targets' }), role('primary')),
    afterRecovery(partition({ lasts: BRIDGE_MS, shape: 'bridge' }), all()),
  ],
  timing,
};

/** With pause_minority one side serves, and clients that hear only the other wait for the end of the cut. */
const oneSideServes = [
  ofBlow(1, rto.all.atMost(silent.maxMs)),
  ofBlow(2, rto.all.atMost(silent.maxMs)),
  ofBlow(3, rto.all.atMost(CUT_MS + killed.maxMs)),
  ofBlow(4, rto.redundancy.atMost(BRIDGE_MS + returned.maxMs)),
  ...soundData,
];

/** The node in the middle of a bridge goes on alone: that is enough for a mirrored queue. */
export const rabbitmqMirroredCuts = chaos('rabbitmq-mirrored-cuts', {
  ...cuts,
  title: 'Nodes with a mirrored queue are halved, cut one way, cut off with clients, and bridged',
  topology: rabbitmq(),
  expect: [...oneSideServes, ofBlow(4, rto.all.atMost(silent.maxMs))],
});

/** A quorum queue needs one of the two that pause: it is away when they have, and until they are back. */
export const rabbitmqQuorumCuts = chaos('rabbitmq-quorum-cuts', {
  ...cuts,
  title: 'Nodes with a quorum queue are halved, cut one way, cut off with clients, and bridged',
  topology: rabbitmq({ queue: 'quorum' }),
  expect: oneSideServes,
});

/** Longer than a silent leader is missed and replaced. */
const FROZEN_MS = seconds(12);

/** Its own side then waits for a connection to the other (net_setuptime, 7 s); after that both are written to. */
const SPLIT_MS = seconds(18);

/**
 * Publishers that wait for their confirmation until then, as oslo.messaging's do until a heartbeat is
 * missed: they stay on their side of a partition.
 */
const patient = queue({ ...load, receiveEvery: 1_000, timeoutMs: FROZEN_MS + seconds(2) });

const isCutOff = {
  workloads: [patient],
  schedule: [at(seconds(1), partition({ lasts: SPLIT_MS }), role('primary'))],
  // A cluster that is split stays so: long enough to see it.
  timing: { ...timing, recoverWithinMs: seconds(5) },
  expect: soundData,
};

/** Ground truth: both sides go on, and what one of them took is gone in the end. It must be red. */
export const rabbitmqIgnore = chaos('rabbitmq-ignore', {
  ...isCutOff,
  title: 'The leader of a mirrored queue is cut off for 18 s, and both sides go on',
  topology: rabbitmq({ partitionHandling: 'ignore' }),
});

/** Ground truth: both sides go on until they meet, and then one is thrown away. It must be red. */
export const rabbitmqAutoheal = chaos('rabbitmq-autoheal', {
  ...isCutOff,
  title: 'The leader of a mirrored queue is cut off for 18 s; then one side is thrown away',
  topology: rabbitmq({ partitionHandling: 'autoheal' }),
  timing: { ...timing, recoverWithinMs: seconds(15) },
});

/** A leader that is frozen for longer than net_ticktime: pause_minority does not see that. */
export const rabbitmqFrozen = chaos('rabbitmq-frozen', {
  ...isCutOff,
  title: 'The leader of a mirrored queue is frozen for longer than its peers wait for it',
  topology: rabbitmq(),
  schedule: [at(seconds(1), pause({ lasts: FROZEN_MS }), role('primary'))],
});
