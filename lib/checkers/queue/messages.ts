import type { Appearances, Delivery, MessageReference, QueueHistory, Send } from './types.ts';

/** A distinct value: who sent it and where it came out. */
export interface Message extends Appearances {
  readonly value: number;
  /** The send that did best, the first of equals; undefined if nobody sent it. */
  readonly send: Send | undefined;
  /** How many sends may have happened. */
  readonly attempts: number;
  /** The first invocation that may have led to it, ms. */
  readonly sentAt: number;
}

const ranks = { ok: 0, info: 1, open: 1, fail: 2 } as const;

/** Everything that was sent or came out: first what was sent, in the order of settlement. */
export function messagesOf({ sends, deliveries, drained }: QueueHistory): readonly Message[] {
  const sent = Map.groupBy(sends.toSorted(bestFirst), ({ value }) => value);
  const delivered = Map.groupBy(deliveries.toSorted(byTime), ({ value }) => value);
  const left = Map.groupBy(drained, (value) => value);
  const strange = [...new Set([...delivered.keys(), ...left.keys()])]
    .filter((value) => !sent.has(value))
    .sort((one, other) => one - other);
  return [...sent.keys(), ...strange].map((value) => ({
    value,
    ...attemptsOf(sent.get(value) ?? []),
    deliveries: delivered.get(value) ?? [],
    drained: left.get(value)?.length ?? 0,
  }));
}

/** Whether a message was delivered or drained. */
export function cameOut({ deliveries, drained }: Appearances): boolean {
  return deliveries.length + drained > 0;
}

/** How often a message was consumed for good. */
export function timesConsumed({ deliveries, drained }: Appearances): number {
  return deliveries.filter(({ outcome }) => outcome === 'ok').length + drained;
}

/** Whether a message can have been consumed for good: a delivery of unknown fate may have been. */
export function mayBeConsumed({ deliveries, drained }: Appearances): boolean {
  return drained > 0 || deliveries.some(({ outcome }) => outcome !== 'fail');
}

/** What a finding shows of a message. */
export function appearances({ value, deliveries, drained }: Message) {
  return { value, deliveries, drained };
}

/** What a finding shows of a message that was sent. */
export function reference({ value, id }: Send): MessageReference {
  return { value, id };
}

function attemptsOf(sends: readonly Send[]) {
  const possible = sends.filter(({ outcome }) => outcome !== 'fail');
  const sentAt = possible.reduce((first, { invokedAt }) => Math.min(first, invokedAt), Infinity);
  return { send: sends[0], attempts: possible.length, sentAt };
}

function bestFirst(one: Send, other: Send): number {
  if (one.outcome !== other.outcome) {
    const difference = ranks[one.outcome] - ranks[other.outcome];
    if (difference !== 0) return difference;
  }
  if (one.settledAt !== other.settledAt) return one.settledAt < other.settledAt ? -1 : 1;
  return one.id - other.id;
}

/** The order in which deliveries came; those of one instant by consumer, which says nothing. */
export function byTime(one: Delivery, other: Delivery): number {
  return (
    one.at - other.at ||
    one.consumer - other.consumer ||
    one.place - other.place ||
    one.value - other.value ||
    Number(one.redelivered) - Number(other.redelivered) ||
    ranks[one.outcome] - ranks[other.outcome]
  );
}
