import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import { type Progress, silent } from '../core/progress.ts';
import { type Cluster, departed, readCluster, socketIn } from './clusters.ts';
import { type Answer, answerSchemas, type Order, replySchema } from './protocol.ts';

/**
 * Gives an order to whoever keeps a cluster, and waits for the answer. Rejects with what the keeper
 * refused it for, or with what became of the keeper.
 */
export async function tell<Name extends Order['order']>(
  cluster: Pick<Cluster, 'place' | 'name'>,
  order: Extract<Order, { order: Name }>,
  progress: Progress = silent,
): Promise<Answer<Name>> {
  const { place, name } = cluster;
  const socket = connect(socketIn(place));
  try {
    await once(socket, 'connect');
    socket.write(`${JSON.stringify(order)}\n`);
    for await (const line of createInterface({ input: socket })) {
      const reply = replySchema.parse(JSON.parse(line));
      if ('progress' in reply) progress(reply.progress);
      else if ('refused' in reply) throw refusal(reply.refused);
      else return answerOf(order.order, reply.done) as Answer<Name>;
    }
  } catch (error) {
    if (error instanceof HarnessError || !isLost(error)) throw error;
  } finally {
    socket.destroy();
  }
  const now = readCluster(place);
  if (now === undefined) {
    throw new HarnessError('ENDED', `${name} is not up any more: it was taken down`, {
      hint: 'blackstart up brings one up.',
    });
  }
  if (now.state !== 'alive') throw departed(now);
  throw new HarnessError('NO_ANSWER', `whoever keeps ${name} did not answer`, {
    hint: `See ${place}/keeper.log.`,
  });
}

const answerOf = (order: Order['order'], done: unknown): unknown => {
  const schema: z.ZodType = answerSchemas[order];
  return schema.parse(done);
};

function refusal({ code, message, hint }: Record<'code' | 'message' | 'hint', string>) {
  return code === 'USAGE'
    ? new UsageError(message, { hint })
    : new HarnessError(code, message, { hint });
}

/** The connection was not, or is no longer, there. */
const isLost = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(E[A-Z]+|ERR_STREAM)/.test(messageOf(error.code));
