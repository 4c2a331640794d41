import { z } from 'zod';
import type { Host } from '../../core/machine.ts';
import { ask } from './management.ts';
import { nodeName, QUEUE } from './port.ts';

/** What a node knows of the queue. */
export interface QueueAnswer {
  /** The machine with its leader. */
  readonly leader: string;
  /** The machines that have a copy and are there, the leader among them. */
  readonly copies: readonly string[];
  /** Those of them that have all of it. */
  readonly synchronised: readonly string[];
  /** Of how many machines a majority decides: all that a quorum queue is on, and else none. */
  readonly voters: number;
}

/** What a node knows of its cluster. */
export interface ClusterAnswer {
  readonly running: readonly string[];
  /** Machines that some node has been separated from, and has not merged with since. */
  readonly partitioned: readonly string[];
}

/** How a node is asked. */
export interface Asking {
  /** The machines of the cluster, in their order: answers name those. */
  readonly all: readonly Host[];
  readonly withinMs: number;
}

const queueSchema = z.object({
  state: z.string(),
  node: z.string().optional(),
  slave_nodes: z.array(z.string()).default([]),
  synchronised_slave_nodes: z.array(z.string()).default([]),
  leader: z.string().optional(),
  members: z.array(z.string()).default([]),
  online: z.array(z.string()).default([]),
});

const nodesSchema = z.array(
  z.object({
    name: z.string(),
    running: z.boolean(),
    partitions: z.array(z.string()).default([]),
  }),
);

/**
 * The queue as this node's own tables have it, without statistics: 1 ms, and of this moment. Undefined
 * where it does not exist (yet). For a quorum queue the node asks the others who is there, and that
 * takes 2 s where one of them is silent.
 */
export async function askForQueue(
  host: Host,
  { all, withinMs }: Asking,
): Promise<QueueAnswer | undefined> {
  const machineOf = (node: string) => machineOfNode(node, all);
  const found = await ask(host, `queues/%2f/${QUEUE}?disable_stats=true`, { withinMs });
  if (found === undefined) return undefined;
  const queue = queueSchema.parse(found);
  if (queue.leader !== undefined) {
    const online = queue.online.map(machineOf);
    return {
      leader: machineOf(queue.leader),
      copies: online,
      synchronised: online,
      voters: queue.members.length,
    };
  }
  const leader = machineOf(queue.node ?? '');
  const synchronised = queue.synchronised_slave_nodes.map(machineOf);
  return {
    leader,
    copies: [leader, ...queue.slave_nodes.map(machineOf)],
    synchronised: [leader, ...synchronised],
    voters: 0,
  };
}

/** The cluster as this node sees it; it asks the others, and may wait for one that is silent. */
export async function askForCluster(host: Host, { all, withinMs }: Asking): Promise<ClusterAnswer> {
  const machineOf = (node: string) => machineOfNode(node, all);
  const found = await ask(host, 'nodes?columns=name,running,partitions', { withinMs });
  const nodes = nodesSchema.parse(found);
  return {
    running: nodes.filter(({ running }) => running).map(({ name }) => machineOf(name)),
    partitioned: [...new Set(nodes.flatMap(({ partitions }) => partitions.map(machineOf)))],
  };
}

/** Nodes are called by their numbers (port.ts), whatever their machines are called. */
const machineOfNode = (node: string, all: readonly Host[]): string =>
  all.find((_, index) => node === nodeName(index + 1))?.name ?? node;
