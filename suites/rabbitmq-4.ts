import {
  afterRecovery,
  at,
  chaos,
  kill,
  none,
  ofBlow,
  partition,
  powerCycle,
  predictRabbitmqKill,
  predictRabbitmqQuorumSilence,
  rabbitmq,
  role,
  rto,
  seconds,
} from '../lib/index.ts';
import { messages, soundData } from './support/rabbitmq.ts';

const killed = predictRabbitmqKill();
const silent = predictRabbitmqQuorumSilence();

/** Every way in which the leader of a quorum queue goes away: a majority has every message. */
export const rabbitmq4Quorum = chaos('rabbitmq-4-quorum', {
  title:
    'Nothing happens to a RabbitMQ 4 quorum queue; its leader is killed, loses power and is cut off',
  topology: rabbitmq({ version: '4' }),
  workloads: [messages],
  schedule: [
    at(seconds(1), none({ lasts: seconds(3) }), role('primary')),
    afterRecovery(kill({ downFor: seconds(4) }), role('primary')),
    afterRecovery(powerCycle({ offFor: seconds(15) }), role('primary')),
    afterRecovery(partition({ lasts: seconds(17) }), role('primary')),
  ],
  expect: [
    // The control.
    ...[rto.any.atMost(0), rto.all.atMost(0), rto.redundancy.atMost(0)].map((nothing) =>
      ofBlow(1, nothing),
    ),
    ofBlow(2, rto.all.atMost(killed.maxMs)),
    ofBlow(3, rto.all.atMost(silent.maxMs)),
    ofBlow(4, rto.all.atMost(silent.maxMs)),
    ...soundData,
  ],
});

/**
 * Ground truth: a queue that was mirrored before an upgrade to 4 keeps its policy, and has no mirror any
 * more. It is away with its node for as long as that is; it must be red. Kept on disk, nothing is lost.
 */
export const rabbitmq4KeptPolicy = chaos('rabbitmq-4-kept-policy', {
  title: 'An upgrade to RabbitMQ 4 has kept the policy of a mirrored queue, and its node is killed',
  topology: rabbitmq({
    version: '4',
    queue: 'plain',
    keptPolicy: { haMode: 'all', haSyncMode: 'automatic' },
  }),
  workloads: [messages],
  schedule: [at(seconds(1), kill({ downFor: seconds(10) }), role('primary'))],
  expect: [rto.any.atMost(killed.maxMs), ...soundData],
});
