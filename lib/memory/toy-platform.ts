import type { Clock } from '../core/clock.ts';
import type { Machine, Service } from '../core/machine.ts';
import type { Platform } from '../core/platform.ts';
import type { ToyCluster, ToyNode } from './toy-cluster.ts';

/** Machines in memory, around a toy cluster: a platform without an engine. */
export function toyPlatform(cluster: ToyCluster, clock: Clock): Platform {
  const machines: readonly Machine[] = cluster.nodes.map((node) => ({
    name: node.name,
    address: 'memory',
    services: [toyService(node, cluster, clock)],
  }));
  return {
    clock,
    versions: { platform: 'memory' },
    vitals: () => ({ loopDelayMaxMs: 0, cpuStealPercent: null, cpuPressurePercent: null }),
    provision: async () => ({ machines, [Symbol.asyncDispose]: async () => undefined }),
  };
}

function toyService(node: ToyNode, cluster: ToyCluster, clock: Clock): Service {
  return {
    name: 'toyd',
    system: 'toy',
    machine: node.name,
    port: 1,
    start: async () => cluster.start(node),
    stop: async () => cluster.stop(node),
    kill: async () => cluster.kill(node),
    state: async () => ({
      running: node.running,
      pid: node.pid,
      exitCode: node.running ? undefined : 137,
    }),
    exec: async () => {
      throw new RangeError('a toy has no commands to run');
    },
    reach: async () => (node.running ? 'accepts' : 'refuses'),
    watchDeath: async () => {
      let diedAt: number | undefined;
      const listener = () => {
        diedAt = clock.now();
      };
      node.deathListeners.add(listener);
      return {
        seen: async () => diedAt,
        [Symbol.asyncDispose]: async () => {
          node.deathListeners.delete(listener);
        },
      };
    },
  };
}
