import type { Capability } from '../core/capability.ts';
import { monotonicClock } from '../core/clock.ts';
import type { Cluster, Platform } from '../core/platform.ts';
import { silent } from '../core/progress.ts';
import { helperRun } from '../engine/labels.ts';
import { ledger } from '../systems/ledger.ts';

/** Three machines with a ledger on each, built for every fault that this kernel can do. */
export async function benchCluster(
  platform: Platform,
  needs: ReadonlySet<Capability>,
): Promise<Cluster> {
  await using unfinished = new AsyncDisposableStack();
  const topology = ledger({ flush: 'before', machines: 3 });
  const cluster = unfinished.use(
    await platform.provision(topology, {
      run: helperRun('bench').run,
      progress: silent,
      needs,
      onLog: () => undefined,
    }),
  );
  for (const system of topology.systems) {
    const machines = cluster.machines.filter(({ services }) =>
      services.some((service) => service.system === system.name),
    );
    await system.form(machines, { clock: monotonicClock, progress: silent });
  }
  // As on machines that have been up for a while: what was made when they were built is on the platter.
  await Promise.all(cluster.machines.map((machine) => machine.sync()));
  const built = unfinished.move();
  return { ...cluster, [Symbol.asyncDispose]: () => built.disposeAsync() };
}
