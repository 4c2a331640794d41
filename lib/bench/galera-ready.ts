import type { Capability } from '../core/capability.ts';
import { monotonicClock } from '../core/clock.ts';
import type { Platform } from '../core/platform.ts';
import { silent } from '../core/progress.ts';
import type { Topology } from '../core/topology.ts';
import { helperRun } from '../engine/labels.ts';
import { galera } from '../systems/galera/index.ts';
import { elapsed } from './median.ts';

/** From nothing to three synced nodes, as in a run, ms; on disks that can lose power, or without. */
export const galeraReady = (platform: Platform, disks: 'disks' | 'no disks'): Promise<number> =>
  ready(platform, galera(), disks === 'disks' ? new Set(['network-rules', 'disks']) : new Set());

/**
 * The plain way, ms: one node starts a cluster, the others join it and have the state transferred.
 * Each node believes that it is the only one with the data that it starts from.
 */
export function galeraReadyPlain(platform: Platform): Promise<number> {
  const topology = galera();
  const machines = topology.machines.map((machine) => ({
    ...machine,
    services: machine.services.map((service) => ({
      ...service,
      environment: { ...service.environment, GALERA_NODES: '1' },
    })),
  }));
  return ready(platform, { ...topology, machines }, new Set());
}

async function ready(
  platform: Platform,
  topology: Topology,
  needs: ReadonlySet<Capability>,
): Promise<number> {
  const { run } = helperRun('bench');
  await using cleanUp = new AsyncDisposableStack();
  return await elapsed(async () => {
    const cluster = await platform.provision(topology, {
      run,
      progress: silent,
      needs,
      onLog: () => undefined,
    });
    cleanUp.use(cluster);
    for (const system of topology.systems) {
      await system.form(cluster.machines, { clock: monotonicClock, progress: silent });
    }
  });
}
