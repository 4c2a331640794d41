import { UsageError } from '../../core/errors.ts';
import { assertDurability, type Durability, type MirrorPolicy } from './durability.ts';
import type { Release } from './release.ts';

export interface DurabilityOptions {
  readonly release: Release;
  readonly nodes: number;
  readonly queue: Durability['queue'] | undefined;
  readonly policy: MirrorPolicy | undefined;
  readonly keptPolicy: MirrorPolicy | undefined;
}

const MIRROR_ALL: MirrorPolicy = { haMode: 'all', haSyncMode: 'automatic' };

/** What the options mean in this release; refuses what it does not have, or would not heed. */
export function durabilityFor({
  release: { mirrors },
  nodes,
  queue = mirrors === 'yes' ? 'mirrored' : 'quorum',
  policy,
  keptPolicy,
}: DurabilityOptions): Durability {
  if (queue === 'mirrored' && mirrors === 'no') {
    throw new UsageError('rabbitmq queue: expected quorum or plain in version 4, found mirrored', {
      hint: "It refuses ha-mode. Take queue: 'quorum', or keptPolicy: what an upgrade leaves of mirrors.",
    });
  }
  if (queue !== 'mirrored' && policy !== undefined) {
    throw new UsageError(`rabbitmq policy: expected a mirrored queue, found ${queue}`, {
      hint: "It is about mirrors: leave it out, or take queue: 'mirrored' in version 3.10.",
    });
  }
  if (keptPolicy !== undefined && (queue !== 'plain' || mirrors === 'yes')) {
    throw new UsageError(
      `rabbitmq keptPolicy: expected a plain queue in version 4, found ${queue} in ${mirrors === 'yes' ? '3.10' : '4'}`,
      {
        hint: "For example rabbitmq({ version: '4', queue: 'plain', keptPolicy: { haMode: 'all' } }).",
      },
    );
  }
  const durability = durabilityOf(queue, policy, keptPolicy);
  assertDurability(durability, nodes);
  return durability;
}

function durabilityOf(
  queue: Durability['queue'],
  policy: MirrorPolicy = MIRROR_ALL,
  keptPolicy: MirrorPolicy | undefined,
): Durability {
  if (queue === 'mirrored') return { queue, policy };
  return queue === 'plain' ? { queue, keptPolicy } : { queue };
}
