import { z } from 'zod';
import { UsageError } from '../../core/errors.ts';

/** The policy of mirrored queues, in RabbitMQ's own words; what is left out is its default. */
export const mirrorPolicy = z.strictObject({
  haMode: z
    .union([z.literal('all'), z.strictObject({ exactly: z.int() })])
    .exactOptional()
    .describe('On all nodes, or on this many.'),
  haSyncMode: z
    .enum(['automatic', 'manual'])
    .exactOptional()
    .describe(
      'Whether a mirror that joins copies what is in the queue: at once, or only when it is told to.',
    ),
  haPromoteOnFailure: z
    .enum(['always', 'when-synced'])
    .exactOptional()
    .describe('Whether an unsynchronised mirror may take over from a leader that was lost.'),
  haPromoteOnShutdown: z
    .enum(['always', 'when-synced'])
    .exactOptional()
    .describe('Whether it may take over from one that is stopped.'),
});

export type MirrorPolicy = Readonly<z.output<typeof mirrorPolicy>>;

/** On which nodes the queue is. */
export type Durability =
  | {
      readonly queue: 'plain';
      /** What mirrored it before an upgrade to version 4, and is still there, without effect. */
      readonly keptPolicy?: MirrorPolicy | undefined;
    }
  | { readonly queue: 'quorum' }
  | { readonly queue: 'mirrored'; readonly policy: MirrorPolicy };

/** A policy's definition as the management API takes it. */
export function definitionOf(policy: MirrorPolicy): Readonly<Record<string, string | number>> {
  const { haMode = 'all', haSyncMode, haPromoteOnFailure, haPromoteOnShutdown } = policy;
  return {
    ...(haMode === 'all'
      ? { 'ha-mode': 'all' }
      : { 'ha-mode': 'exactly', 'ha-params': haMode.exactly }),
    ...(haSyncMode && { 'ha-sync-mode': haSyncMode }),
    ...(haPromoteOnFailure && { 'ha-promote-on-failure': haPromoteOnFailure }),
    ...(haPromoteOnShutdown && { 'ha-promote-on-shutdown': haPromoteOnShutdown }),
  };
}

/** On how many of the nodes the queue is, its leader included. */
export function copiesOf(durability: Durability, nodes: number): number {
  if (durability.queue === 'plain') return 1;
  if (durability.queue === 'quorum') return nodes;
  const { haMode = 'all' } = durability.policy;
  return haMode === 'all' ? nodes : haMode.exactly;
}

/** Refuses what RabbitMQ would take and understand otherwise. */
export function assertDurability(durability: Durability, nodes: number): void {
  const copies = copiesOf(durability, nodes);
  if (Number.isInteger(copies) && copies >= 1 && copies <= nodes) return;
  throw new UsageError(`rabbitmq policy: expected ha-mode exactly 1 to ${nodes}, found ${copies}`, {
    hint: 'It counts the leader: 2 is a leader and one mirror.',
  });
}
