import {
  afterRecovery,
  all,
  at,
  chaos,
  kill,
  majority,
  none,
  ofBlow,
  pause,
  powerCycle,
  predictRabbitmqKill,
  predictRabbitmqReturn,
  predictRabbitmqSilence,
  queue,
  rabbitmq,
  restart,
  role,
  rolling,
  rto,
  seconds,
} from '../lib/index.ts';
import { load, messages, SHORT_PAUSE_MS, soundData, timing } from './support/rabbitmq.ts';

const killed = predictRabbitmqKill();
const silent = predictRabbitmqSilence();

/** Slow consumers: messages are in the queue for longer than anything here takes. */
const backlog = queue({ ...load, receiveEvery: 1_000 });

/** Longer than it may take to replace the leader: who waits for its return is too late. */
const AWAY_MS = silent.maxMs + seconds(1);
const BLINK_MS = seconds(2);
/** Longer than its peers take to miss a machine: a node that is back before that may hang as it starts. */
const MISSED_MS = seconds(8);
/** From power until all nodes accept clients: three that start at once on two cores took 7 to 9 s. */
const BOOT_MS = seconds(15);
const returned = predictRabbitmqReturn({ cutMs: MISSED_MS + BOOT_MS });

/** The control, then every way in which nodes with a mirrored queue go away: one, two, all, in turn. */
export const rabbitmqMirrored = chaos('rabbitmq-mirrored', {
  title:
    'Nothing happens to a mirrored queue; its leader is frozen, killed and without power; then all in turn, two, and all at once are',
  topology: rabbitmq(),
  workloads: [messages],
  schedule: [
    at(seconds(1), none({ lasts: seconds(3) }), role('primary')),
    afterRecovery(pause({ lasts: SHORT_PAUSE_MS }), role('primary')),
    afterRecovery(kill({ downFor: BLINK_MS }), role('primary')),
    afterRecovery(powerCycle({ offFor: AWAY_MS }), role('primary')),
    afterRecovery(restart(), rolling(all())),
    afterRecovery(powerCycle({ offFor: MISSED_MS }), majority()),
    afterRecovery(powerCycle({ offFor: BLINK_MS }), all()),
  ],
  expect: [
    ...[rto.any.atMost(0), rto.all.atMost(0), rto.redundancy.atMost(0)].map((nothing) =>
      ofBlow(1, nothing),
    ),
    ofBlow(2, rto.all.atMost(SHORT_PAUSE_MS + killed.maxMs)),
    ofBlow(3, rto.all.atMost(killed.maxMs)),
    ofBlow(4, rto.all.atMost(silent.maxMs)),
    // The one that is left may have paused, and the two wait for it; of all, nobody has.
    ofBlow(6, rto.all.atMost(MISSED_MS + BOOT_MS + returned.maxMs)),
    ofBlow(7, rto.all.atMost(BLINK_MS + BOOT_MS + killed.maxMs)),
    ...soundData,
  ],
  timing,
});

/** Every way in which the leader of a quorum queue goes away. */
export const rabbitmqQuorum = chaos('rabbitmq-quorum', {
  title: 'The leader of a quorum queue is frozen for 3 s, killed, and loses power',
  topology: rabbitmq({ queue: 'quorum' }),
  workloads: [messages],
  schedule: [
    at(seconds(1), pause({ lasts: SHORT_PAUSE_MS }), role('primary')),
    afterRecovery(kill({ downFor: BLINK_MS }), role('primary')),
    afterRecovery(powerCycle({ offFor: AWAY_MS }), role('primary')),
  ],
  expect: [
    ofBlow(1, rto.all.atMost(SHORT_PAUSE_MS + killed.maxMs)),
    ofBlow(2, rto.all.atMost(killed.maxMs)),
    ofBlow(3, rto.all.atMost(silent.maxMs)),
    ...soundData,
  ],
  timing,
});

const losesItsMirror = {
  workloads: [backlog],
  schedule: [
    at(seconds(1), kill({ downFor: seconds(1) }), role('replica')),
    at(seconds(11), kill({ downFor: seconds(1) }), role('primary')),
  ],
  expect: soundData,
};

/** Ground truth: a mirror that never got the messages takes over, and they are gone. It must be red. */
export const rabbitmqUnsynchronised = chaos('rabbitmq-unsynchronised', {
  ...losesItsMirror,
  title: 'A mirror is killed, another joins without the messages, and the leader is killed',
  topology: rabbitmq({ policy: { haMode: { exactly: 2 }, haSyncMode: 'manual' } }),
  // Nobody synchronises it: it is not whole again, however long one waits.
  timing: { ...timing, recoverWithinMs: seconds(3) },
});

/** The same with a mirror that copies what is there as it joins. */
export const rabbitmqSynchronised = chaos('rabbitmq-synchronised', {
  ...losesItsMirror,
  title: 'A mirror is killed, another joins and copies the messages, and the leader is killed',
  topology: rabbitmq({ policy: { haMode: { exactly: 2 }, haSyncMode: 'automatic' } }),
  timing,
});

/** A queue on one node is away with it, and has every message when it is back. */
export const rabbitmqPlain = chaos('rabbitmq-plain', {
  title: 'The only node that has a queue loses power for 8 s',
  topology: rabbitmq({ queue: 'plain' }),
  workloads: [backlog],
  schedule: [at(seconds(1), powerCycle({ offFor: MISSED_MS }), role('primary'))],
  expect: [rto.all.atMost(killed.maxMs), ...soundData],
  timing,
});
