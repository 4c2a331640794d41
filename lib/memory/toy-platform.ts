import type { Clock } from '../core/clock.ts';
import { type Journal, noJournal } from '../core/journal.ts';
import { CLIENTS } from '../core/network.ts';
import type { Platform } from '../core/platform.ts';
import { ToyAir } from './toy-air.ts';
import type { ToyCluster } from './toy-cluster.ts';
import { toyMachine } from './toy-machine.ts';

export interface ToyPlatformOptions {
  readonly cluster: ToyCluster;
  readonly clock: Clock;
  readonly journal?: Journal;
}

/** Machines in memory, around a toy cluster: a platform without an engine. */
export function toyPlatform({ cluster, clock, journal = noJournal }: ToyPlatformOptions): Platform {
  const air = new ToyAir(clock);
  const { harms } = cluster.dials;
  const machines = cluster.nodes.map((node) => toyMachine({ node, cluster, clock, air, harms }));
  return {
    clock,
    versions: { platform: 'memory' },
    vitals: () => ({
      loopDelayMaxMs: 0,
      cpuStealPercent: null,
      cpuPressurePercent: null,
      computedMs: null,
      waitedMs: null,
    }),
    ailment: async () => undefined,
    provision: async () => ({
      machines,
      clients: air.vantageOf(CLIENTS),
      journal,
      [Symbol.asyncDispose]: async () => undefined,
    }),
  };
}
