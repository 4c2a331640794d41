import { relative } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.ts';
import { folder, folders } from '../../core/folder-schema.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { recipe } from '../../core/recipe.ts';
import type { Topology } from '../../core/topology.ts';
import { copiesOf, type Durability, mirrorPolicy } from './durability.ts';
import { durabilityFor } from './durability-for.ts';
import { formRabbitmq, stopRabbitmq } from './form.ts';
import { rabbitmqPlan } from './plan.ts';
import { nodeHost, RABBITMQ } from './port.ts';
import { rabbitmqQueue } from './queue.ts';
import { releaseOf } from './release.ts';
import { rabbitmqRedundancy, watchRabbitmq } from './watch.ts';

const optionsSchema = z.strictObject({
  version: z
    .enum(['3.10', '4'])
    .exactOptional()
    .describe(
      '3.10 if it is not given; 4 is 4.0, where queues are replicated by quorum or not at all.',
    ),
  nodes: z
    .literal(3)
    .exactOptional()
    .describe('Machines, each with one node. The image holds a cluster of three.'),
  queue: z
    .enum(['plain', 'quorum', 'mirrored'])
    .exactOptional()
    .describe('Mirrored if it is not given, or a quorum queue in version 4.'),
  policy: mirrorPolicy
    .exactOptional()
    .describe('Of mirrored queues; on all nodes, synchronised as they join, if it is not given.'),
  keptPolicy: mirrorPolicy
    .exactOptional()
    .describe(
      'Of a plain queue in version 4: the policy that mirrored it before the upgrade. It is kept, and shown beside the queue, and has no effect.',
    ),
  partitionHandling: z
    .enum(['ignore', 'pause_minority', 'autoheal'])
    .exactOptional()
    .describe("Wins over cluster_partition_handling in the operator's files."),
  config: folder.optional().describe("Folder with the operator's *.conf files."),
  overlays: folders.exactOptional().describe('Folders whose files come on top of those.'),
});

export type RabbitmqOptions = z.output<typeof optionsSchema>;

/** RabbitMQ: a cluster with one durable queue, mirrored, replicated by quorum, or on one node. */
export const rabbitmq = recipe({ word: 'rabbitmq', options: optionsSchema, make: queueCluster });

function queueCluster({
  version = '3.10',
  nodes = 3,
  queue,
  policy,
  keptPolicy,
  partitionHandling,
  config,
  overlays = [],
}: RabbitmqOptions): Topology {
  const release = releaseOf(version);
  assertNodes(nodes);
  const durability = durabilityFor({ release, nodes, queue, policy, keptPolicy });
  const files = config ?? fixtureFolder(release.name);
  const all = [...overlays, ...handling(partitionHandling)];
  return {
    name: release.name,
    settings: {
      version,
      nodes,
      ...factsOf(durability),
      config: [config ?? fromHere(files), ...all.map(fromHere)].join(' + '),
    },
    machines: Array.from({ length: nodes }, (_, index) => ({
      name: nodeHost(index + 1),
      services: [
        rabbitmqPlan({ image: release.name, config: files, overlays: all, number: index + 1 }),
      ],
    })),
    systems: [
      {
        name: RABBITMQ,
        form: formRabbitmq,
        stop: stopRabbitmq,
        watch: watchRabbitmq,
        redundancy: rabbitmqRedundancy(copiesOf(durability, nodes)),
        vocabularies: { queue: rabbitmqQueue(durability) },
      },
    ],
  };
}

/** How a report names it. */
function factsOf(durability: Durability): Readonly<Record<string, string>> {
  const { queue } = durability;
  if (queue === 'mirrored') return { queue, policy: JSON.stringify(durability.policy) };
  if (queue === 'quorum' || durability.keptPolicy === undefined) return { queue };
  return { queue, keptPolicy: JSON.stringify(durability.keptPolicy) };
}

const handling = (mode: RabbitmqOptions['partitionHandling']): readonly string[] =>
  mode === undefined ? [] : [fixtureFolder(`variants/rabbitmq-${mode.replaceAll('_', '-')}`)];

/** As a person in the project's folder would write it. */
const fromHere = (path: string): string => relative(packageFolder, path);

function assertNodes(nodes: number): void {
  if (nodes === 3) return;
  throw new UsageError(`rabbitmq nodes: expected 3, found ${nodes}`, {
    hint: 'The images hold the data of a cluster of three; make-seed makes it.',
  });
}
