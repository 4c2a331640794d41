import type { Completion } from '../../core/history.ts';
import type { Counted } from '../examples.ts';
import type { LossShape } from '../loss-shape.ts';

/** One attempt to publish a message. Times are ms on one monotonic axis. */
export interface Send {
  readonly id: number;
  /** A producer has one connection at a time and publishes in the order of its invocations. */
  readonly producer: number;
  /** Unique to the message. */
  readonly value: number;
  readonly invokedAt: number;
  /** Infinity while open. */
  readonly settledAt: number;
  /** `ok`: the broker confirmed it. `open` is `info`: nobody knows whether it happened. */
  readonly outcome: Completion['type'] | 'open';
}

/** A message that a consumer got. */
export interface Delivery {
  readonly value: number;
  readonly consumer: number;
  /** When it came, ms. */
  readonly at: number;
  /** Its place among those that came to this consumer at one instant; equal where nobody knows. */
  readonly place: number;
  /** The broker's flag: it may have been delivered before. */
  readonly redelivered: boolean;
  /** `ok`: acknowledged, so that it is consumed; `fail`: certainly not; `info`: nobody knows. */
  readonly outcome: Completion['type'];
}

export interface QueueHistory {
  readonly sends: readonly Send[];
  readonly deliveries: readonly Delivery[];
  /** What was still in the queue in the end, and so consumed. */
  readonly drained: readonly number[];
}

export interface MessageReference {
  readonly value: number;
  /** Of its send. */
  readonly id: number;
}

export interface LostMessage extends MessageReference {
  readonly acknowledgedAt: number;
}

/** Where a message came out. */
export interface Appearances {
  readonly deliveries: readonly Delivery[];
  readonly drained: number;
}

export interface DuplicatedMessage extends Appearances {
  readonly value: number;
  /** Acknowledged deliveries and drains. */
  readonly consumed: number;
}

export interface UnexpectedMessage extends Appearances {
  readonly value: number;
  /** `before-sent`: it was delivered before its send was invoked. */
  readonly kind: 'failed' | 'never-sent' | 'before-sent';
  readonly id?: number;
}

/** A message that came to a consumer after one that its producer had sent later. */
export interface OrderViolation {
  readonly producer: number;
  readonly consumer: number;
  readonly earlier: MessageReference & { readonly deliveredAt: number };
  /** Of those that came first, the one sent last. */
  readonly later: MessageReference & { readonly deliveredAt: number };
}

export interface QueueResult {
  /** Distinct values sent. */
  readonly attempted: number;
  /** Distinct values that the broker confirmed. */
  readonly acknowledged: number;
  /** Distinct values of unknown fate. */
  readonly indeterminate: number;
  /** Confirmed, neither drained nor perhaps consumed by anybody; the oldest are the examples. */
  readonly lost: Counted<LostMessage> & { readonly shape: LossShape };
  /** Consumed more often than sent. */
  readonly duplicated: Counted<DuplicatedMessage>;
  /** Delivered more than once, but not consumed more often than sent: fine. */
  readonly redelivered: Counted<Appearances & { readonly value: number }>;
  /** Sent, delivered, and perhaps consumed: neither acknowledged for certain nor drained. */
  readonly unsettled: Counted<Appearances & { readonly value: number }>;
  /** Of unknown fate, and delivered or drained: fine. */
  readonly recovered: Counted<MessageReference>;
  readonly unexpected: Counted<UnexpectedMessage>;
  /** Messages that were overtaken, in the order of delivery. */
  readonly orderViolations: Counted<OrderViolation>;
}
