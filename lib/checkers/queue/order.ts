import type { Message } from './messages.ts';
import { byTime, reference } from './messages.ts';
import type { Delivery, OrderViolation, Send } from './types.ts';

interface Arrival {
  readonly send: Send;
  readonly delivery: Delivery;
}

/**
 * Messages that came to a consumer after one that the same producer had sent later: what RabbitMQ
 * promises not to happen to the messages of one channel, through one queue, to one consumer
 * (AMQP 0-9-1, section 4.7; RabbitMQ, "Broker semantics": message ordering guarantees).
 *
 * Only the first delivery of a message counts, and only unflagged: redelivery puts a message back
 * where it can. Sends that were not confirmed don't count, since nobody knows when they happened;
 * nor do sends of one instant, or deliveries of one instant and place.
 */
export function orderViolations(messages: readonly Message[]): readonly OrderViolation[] {
  const streams = Map.groupBy(
    messages.flatMap(arrivalOf),
    ({ send, delivery }) => `${send.producer} ${delivery.consumer}`,
  );
  return [...streams.values()]
    .flatMap(overtakenIn)
    .sort(
      (one, other) =>
        one.earlier.deliveredAt - other.earlier.deliveredAt || one.earlier.id - other.earlier.id,
    );
}

function arrivalOf({ send, deliveries }: Message): readonly Arrival[] {
  const [delivery] = deliveries;
  if (send?.outcome !== 'ok' || delivery === undefined || delivery.redelivered) return [];
  return [{ send, delivery }];
}

/** Of the messages from one producer to one consumer, those overtaken. */
function overtakenIn(arrivals: readonly Arrival[]): readonly OrderViolation[] {
  const instants = Map.groupBy(
    arrivals.toSorted((one, other) => byTime(one.delivery, other.delivery)),
    ({ delivery }) => `${delivery.at} ${delivery.place}`,
  );
  let newest: Arrival | undefined;
  const found: OrderViolation[] = [];
  for (const group of instants.values()) {
    for (const arrival of group) {
      if (newest !== undefined && isLater(newest, arrival)) found.push(violation(arrival, newest));
    }
    for (const arrival of group) {
      if (newest === undefined || isLater(arrival, newest)) newest = arrival;
    }
  }
  return found;
}

function isLater(one: Arrival, other: Arrival): boolean {
  return one.send.invokedAt > other.send.invokedAt;
}

function violation(earlier: Arrival, later: Arrival): OrderViolation {
  return {
    producer: earlier.send.producer,
    consumer: earlier.delivery.consumer,
    earlier: { ...reference(earlier.send), deliveredAt: earlier.delivery.at },
    later: { ...reference(later.send), deliveredAt: later.delivery.at },
  };
}
