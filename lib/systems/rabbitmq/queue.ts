import { openLane } from '../../core/lane.ts';
import type { Machine } from '../../core/machine.ts';
import type { Vocabulary } from '../../core/system.ts';
import { connectAmqp } from './amqp.ts';
import { type Durability, definitionOf } from './durability.ts';
import { keepPolicy } from './kept-policy.ts';
import { ask } from './management.ts';
import { QUEUE } from './port.ts';
import { browse, drain } from './read-all.ts';
import { openSession } from './session.ts';

const PREPARE_WITHIN_MS = 10_000;

/** oslo.messaging's kombu_reconnect_delay (impl_rabbit.py, rabbit_opts). */
const RECONNECT_DELAY_MS = 1_000;

/**
 * One durable queue; each lane begins at another node and goes on to the next, round robin. In the end
 * it is read through every node twice: the first time everything is left in it, the second time not, as
 * what several nodes hand out must not be counted several times.
 */
export function rabbitmqQueue(durability: Durability): Vocabulary {
  const browsed = new Set<string>();
  return {
    prepare: async ([first]) => {
      browsed.clear();
      if (first === undefined) throw new RangeError('rabbitmq runs on no machine');
      if (durability.queue === 'mirrored') {
        await ask(first, 'policies/%2f/mirrored', {
          withinMs: PREPARE_WITHIN_MS,
          method: 'PUT',
          body: {
            pattern: `^${QUEUE}$`,
            'apply-to': 'queues',
            definition: definitionOf(durability.policy),
          },
        });
      }
      if (durability.queue === 'plain' && durability.keptPolicy !== undefined) {
        await keepPolicy(first, durability.keptPolicy);
      }
      await declare(first, durability);
    },
    open: (machines, { clock, lane, timeoutMs }) =>
      openLane({
        clock,
        timeoutMs,
        machines: rotate(machines, lane),
        backOffMs: RECONNECT_DELAY_MS,
        connect: openSession,
      }),
    readAll: (machine) => {
      if (browsed.has(machine.name)) return drain(machine);
      browsed.add(machine.name);
      return browse(machine);
    },
  };
}

async function declare(machine: Machine, { queue }: Durability): Promise<void> {
  const amqp = await connectAmqp(machine, PREPARE_WITHIN_MS);
  try {
    await amqp.channel.assertQueue(QUEUE, {
      durable: true,
      ...(queue === 'quorum' && { arguments: { 'x-queue-type': 'quorum' } }),
    });
  } finally {
    await amqp.close();
  }
}

const rotate = <T>(items: readonly T[], by: number): readonly T[] => {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};
