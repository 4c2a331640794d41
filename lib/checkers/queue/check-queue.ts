import { counted } from '../examples.ts';
import { lossShape } from '../loss-shape.ts';
import {
  appearances,
  cameOut,
  type Message,
  mayBeConsumed,
  messagesOf,
  reference,
  timesConsumed,
} from './messages.ts';
import { orderViolations } from './order.ts';
import type { LostMessage, QueueHistory, QueueResult, UnexpectedMessage } from './types.ts';

/**
 * Checks a queue that was drained in the end: what went in comes out. After
 * jepsen.checker/total-queue, as used on RabbitMQ (jepsen.rabbitmq; aphyr, "Call me maybe:
 * RabbitMQ", 2014): lost, duplicated, recovered, unexpected. That one takes every dequeue for
 * consumption; here a delivery that was not acknowledged may come again, and must stay until it is.
 * A send of unknown fate may come out or not.
 */
export function checkQueue(history: QueueHistory): QueueResult {
  const messages = messagesOf(history);
  const sent = messages.filter(({ send }) => send !== undefined);
  const acknowledged = sent.filter(({ send }) => send?.outcome === 'ok');
  const open = sent.filter(({ send }) => send?.outcome !== 'ok' && send?.outcome !== 'fail');
  const repeated = messages.filter(({ deliveries, drained }) => deliveries.length + drained > 1);
  return {
    attempted: sent.length,
    acknowledged: acknowledged.length,
    indeterminate: open.length,
    lost: lossIn(acknowledged),
    duplicated: counted(
      repeated
        .filter(isDuplicated)
        .map((message) => ({ ...appearances(message), consumed: timesConsumed(message) })),
    ),
    redelivered: counted(repeated.filter((one) => !isDuplicated(one)).map(appearances)),
    unsettled: counted([...acknowledged, ...open].filter(isUnsettled).map(appearances)),
    recovered: counted(
      open.filter(cameOut).flatMap(({ send }) => (send === undefined ? [] : [reference(send)])),
    ),
    unexpected: counted(messages.flatMap(unexpected)),
    orderViolations: counted(orderViolations(messages)),
  };
}

/** Holds the confirmed messages, in the order of confirmation, against what came out. */
function lossIn(acknowledged: readonly Message[]): QueueResult['lost'] {
  const isLost = (message: Message) => !mayBeConsumed(message);
  const lost = acknowledged.filter(isLost);
  const first = acknowledged.findIndex(isLost);
  const last = acknowledged.findLastIndex(isLost);
  return {
    ...counted(lost.flatMap(lostMessage)),
    shape: lossShape({ count: lost.length, first, last }, acknowledged.length),
  };
}

function lostMessage({ send }: Message): readonly LostMessage[] {
  return send === undefined ? [] : [{ ...reference(send), acknowledgedAt: send.settledAt }];
}

function isDuplicated(message: Message): boolean {
  return timesConsumed(message) > Math.max(1, message.attempts);
}

function isUnsettled(message: Message): boolean {
  return mayBeConsumed(message) && timesConsumed(message) === 0;
}

function unexpected(message: Message): readonly UnexpectedMessage[] {
  const { send, sentAt, deliveries } = message;
  if (!cameOut(message)) return [];
  if (send === undefined) return [{ ...appearances(message), kind: 'never-sent' }];
  const known = { ...appearances(message), id: send.id };
  if (send.outcome === 'fail') return [{ ...known, kind: 'failed' }];
  const early = deliveries.some(({ at }) => at < sentAt);
  return early ? [{ ...known, kind: 'before-sent' }] : [];
}
