import type { GetMessage } from 'amqplib';
import type { Json } from '../../core/history.ts';
import type { Session } from '../../core/lane.ts';
import type { Machine } from '../../core/machine.ts';
import type { Operation, Outcome } from '../../core/system.ts';
import { type Amqp, connectAmqp } from './amqp.ts';
import { classify, Refused, Returned } from './errors.ts';
import { QUEUE } from './port.ts';

/** How many messages a consumer takes before it acknowledges them. */
const BATCH = 10;

/** A publisher and consumer on one connection: an operation that fails ends it, as in kombu. */
export async function openSession(machine: Machine, withinMs: number): Promise<Session> {
  const amqp = await connectAmqp(machine, withinMs);
  return {
    get broken() {
      return amqp.lost !== undefined;
    },
    destroy: amqp.destroy,
    execute: (operation) => execute(amqp, machine, operation),
  };
}

async function execute(amqp: Amqp, machine: Machine, { f, value }: Operation): Promise<Outcome> {
  if (f === 'receive') return receive(amqp, machine);
  return send(amqp, Number(value)).then(
    () => ({ type: 'ok', machine: machine.name }),
    (thrown: unknown) => ({ ...classify(reasonOf(thrown, amqp)), machine: machine.name }),
  );
}

/** Of a channel that ends, an operation under way hears that it did, and the channel why. */
const reasonOf = (thrown: unknown, { lost }: Amqp): unknown =>
  lost !== undefined && 'code' in lost ? lost : thrown;

/** Persistent and mandatory: confirmed by every queue that took it, or returned if none did. */
function send({ channel }: Amqp, value: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const returned = () => reject(new Returned(`no queue took ${value}`));
    channel.once('return', returned);
    channel.publish(
      '',
      QUEUE,
      Buffer.from(`${value}`),
      { persistent: true, mandatory: true },
      (error: unknown) => {
        channel.off('return', returned);
        if (error === null || error === undefined) resolve();
        else reject(refusalOf(error, value));
      },
    );
  });
}

/** The driver has one kind of error for a nack and for a channel that closed meanwhile. */
const refusalOf = (error: unknown, value: number): unknown =>
  error instanceof Error && error.message === 'message nacked'
    ? new Refused(`the broker could not take ${value}`)
    : error;

/**
 * What is in the queue, up to a batch, acknowledged together: an empty answer where it is empty. What
 * breaks before it comes to that has certainly not been acknowledged, and the queue has it back.
 */
async function receive(amqp: Amqp, { name: machine }: Machine): Promise<Outcome> {
  const messages: GetMessage[] = [];
  try {
    while (messages.length < BATCH) {
      const message = await amqp.channel.get(QUEUE, { noAck: false });
      if (message === false) break;
      messages.push(message);
    }
    const last = messages.at(-1);
    if (last !== undefined) amqp.channel.ack(last, true);
    return { type: 'ok', machine, value: messages.map(deliveryOf) };
  } catch (thrown) {
    const { error } = classify(reasonOf(thrown, amqp));
    return { type: 'fail', error, machine, value: messages.map(deliveryOf) };
  }
}

const deliveryOf = (message: GetMessage): Json => ({
  value: numberIn(message),
  redelivered: message.fields.redelivered,
});

/** The number that a message carries. */
export const numberIn = ({ content }: Pick<GetMessage, 'content'>): number => Number(content);
