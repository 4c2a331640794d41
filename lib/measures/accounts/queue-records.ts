import { z } from 'zod';
import { checkQueue } from '../../checkers/queue/check-queue.ts';
import type { Delivery, QueueResult } from '../../checkers/queue/types.ts';
import type { History, WorkloadFacts } from '../../core/history.ts';
import { type FinalRead, type FinalReads, finalReads, isNumber } from '../final-reads.ts';
import type { Probe } from '../probes.ts';
import { outcomeOf, type Spoken, speak, unanswered } from '../vocabulary.ts';

/** In the order in which they came. */
const deliveriesSchema = z.array(z.object({ value: z.number(), redelivered: z.boolean() }));

/** The vocabulary `queue`: send a number; receive, answered with what was delivered. */
export const queueSchema = z.discriminatedUnion('f', [
  z.object({ f: z.literal('send'), value: z.number() }),
  z.object({ f: z.literal('receive'), value: z.null(), answer: deliveriesSchema.optional() }),
]);

export interface QueueRecords extends FinalReads<number> {
  readonly sends: readonly Sent[];
  readonly receives: readonly Received[];
  readonly deliveries: readonly Delivery[];
  /** What became of the messages, with what the last pass drained. */
  readonly result: QueueResult;
  /** Of the answers that delivered a message, in the history, the first to come first. */
  readonly deliveredAt: ReadonlyMap<number, readonly number[]>;
}

type Sent = Probe & { readonly value: number };
type Received = Spoken<Extract<z.infer<typeof queueSchema>, { readonly f: 'receive' }>>;

/** Takes a queue's history apart. */
export function openQueue(history: History, workload: WorkloadFacts): QueueRecords | string {
  const spoken = speak(history, workload, queueSchema);
  if (typeof spoken === 'string') return spoken;
  const sends = spoken.flatMap(({ probe, operation }) =>
    operation.f === 'send' ? [{ ...probe, value: operation.value }] : [],
  );
  const receives = spoken.flatMap(({ probe, operation }) =>
    operation.f === 'receive' ? [{ probe, operation }] : [],
  );
  const silent = unanswered(receives);
  if (silent !== undefined) return silent;
  const reads = finalReads(history, workload, isNumber);
  const deliveries = receives.flatMap(deliveriesIn);
  return {
    ...reads,
    sends,
    receives,
    deliveries,
    result: check({ sends, deliveries }, leftIn(reads, ['restarted'])),
    deliveredAt: positionsOf(receives),
  };
}

function deliveriesIn({ probe, operation: { answer = [] } }: Received): readonly Delivery[] {
  const { lane: consumer, settledAt: at } = probe;
  const outcome = outcomeOf(probe);
  return answer.map((delivery, place) => ({ ...delivery, consumer, at, place, outcome }));
}

function positionsOf(receives: readonly Received[]): QueueRecords['deliveredAt'] {
  const inOrder = receives.toSorted(
    ({ probe: one }, { probe: other }) => one.settledAt - other.settledAt,
  );
  const all = inOrder.flatMap(({ probe: { settled }, operation: { answer = [] } }) =>
    answer.map(({ value }) => ({ value, settled })),
  );
  const grouped = Map.groupBy(all, ({ value }) => value);
  return new Map(
    [...grouped].map(([value, group]) => [value, group.map(({ settled }) => settled)]),
  );
}

/** Checks what went in against what came out and what was left. */
export function check(
  { sends, deliveries }: Pick<QueueRecords, 'sends' | 'deliveries'>,
  drained: readonly number[],
): QueueResult {
  return checkQueue({
    sends: sends.map((send) => ({ ...send, producer: send.lane })),
    deliveries,
    drained,
  });
}

/** What was in the queue in some passes, with repetitions. */
export function leftIn(
  { reads }: Pick<QueueRecords, 'reads'>,
  passes: readonly FinalRead['pass'][],
): readonly number[] {
  return reads.filter(({ pass }) => passes.includes(pass)).flatMap(({ elements }) => elements);
}
