import type { ConsumeMessage, Options } from 'amqplib';
import { monotonicClock } from '../../core/clock.ts';
import { eventually } from '../../core/eventually.ts';
import type { Machine } from '../../core/machine.ts';
import { inTime, within } from '../../core/within.ts';
import { type Amqp, connectAmqp } from './amqp.ts';
import { QUEUE } from './port.ts';
import { numberIn } from './session.ts';

const CONNECT_WITHIN_MS = 5_000;
const READ_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 1_000;

/**
 * Everything that is in the queue, asked for through this node. Nothing is acknowledged: when the
 * channel closes, all of it is back, and only then this resolves, so that the next reader finds it.
 */
export async function browse(machine: Machine): Promise<readonly number[]> {
  const found = await takeAll(machine, { noAck: false });
  await connected(machine, (counter) => {
    const enough = (ready: number) => ready >= found.length;
    return waitFor(`${machine.name} has all messages back`, counter, enough, found);
  });
  return found;
}

/**
 * Everything that is in the queue, taken out of it: each message as it is handed out. Acknowledged at
 * the end, some would be back: where another node has the queue, an acknowledgement goes by way of a
 * process of its own there, and the end of its channel directly, so that it may come first
 * (rabbitmq-server#6126). Broken off, it has taken out what it can't tell: the pass is not whole then, and
 * no message is called lost by it.
 */
export const drain = (machine: Machine): Promise<readonly number[]> =>
  takeAll(machine, { noAck: true });

function takeAll(machine: Machine, options: Options.Consume): Promise<readonly number[]> {
  return connected(machine, async (reader) => {
    const found: number[] = [];
    const take = (message: ConsumeMessage | null): void => {
      if (message !== null) found.push(numberIn(message));
    };
    await reader.channel.consume(QUEUE, take, options);
    const enough = (ready: number, still: boolean) => ready === 0 && still;
    await waitFor(`all messages have come through ${machine.name}`, reader, enough, found);
    return found;
  });
}

/** A node that has lost its way may take a request and never answer: all of it is bounded. */
async function connected<T>(machine: Machine, work: (amqp: Amqp) => Promise<T>): Promise<T> {
  const amqp = await connectAmqp(machine, CONNECT_WITHIN_MS);
  const what = `${machine.name} to hand out its messages`;
  try {
    return await inTime(monotonicClock, work(amqp), READ_WITHIN_MS, what);
  } finally {
    await within(monotonicClock, CLOSE_WITHIN_MS, amqp.close()).catch(() => 'it is closed');
    amqp.destroy();
  }
}

/** Looks at how many messages are ready, and whether none has come since the look before. */
async function waitFor(
  what: string,
  { channel }: Amqp,
  enough: (ready: number, still: boolean) => boolean,
  found: readonly number[],
): Promise<void> {
  let before = -1;
  const look = async () => {
    const { messageCount } = await channel.checkQueue(QUEUE);
    const still = before === found.length;
    before = found.length;
    return enough(messageCount, still)
      ? { done: true }
      : { state: `${messageCount} ready, ${found.length} read` };
  };
  await eventually(what, look, { clock: monotonicClock, withinMs: READ_WITHIN_MS, everyMs: 50 });
}
