import { monotonicClock } from '../core/clock.ts';
import type { Platform } from '../core/platform.ts';
import { silent } from '../core/progress.ts';
import type { Topology } from '../core/topology.ts';
import { helperRun } from '../engine/labels.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';
import { elapsed, type Timing, timed } from './median.ts';
import {
  type PlainStart,
  plainCeph,
  plainEdge,
  plainGalera,
  plainRabbitmq,
  plainRedis,
} from './plain-starts.ts';

/** A cluster, and within what it must be ready, ms. */
interface BenchedCluster {
  readonly name: string;
  readonly topology: Topology;
  readonly boundMs: number;
  readonly plain: PlainStart;
  /** Whether the plain start is ours but for what the image has prepared. */
  readonly prepared: 'in the image' | 'nothing';
}

const clusters: readonly BenchedCluster[] = [
  {
    name: 'three Galera nodes',
    topology: galera(),
    boundMs: 4_000,
    plain: plainGalera,
    prepared: 'in the image',
  },
  {
    name: 'three RabbitMQ nodes',
    topology: rabbitmq(),
    boundMs: 10_000,
    plain: plainRabbitmq,
    prepared: 'in the image',
  },
  {
    name: 'Redis with Sentinel',
    topology: redisSentinel(),
    boundMs: 2_000,
    plain: plainRedis,
    prepared: 'nothing',
  },
  {
    name: 'three edges',
    topology: edge(),
    boundMs: 4_000,
    plain: plainEdge,
    prepared: 'nothing',
  },
  {
    name: 'a mini Ceph',
    topology: ceph(),
    boundMs: 8_000,
    plain: plainCeph,
    prepared: 'in the image',
  },
];

/** What starting a cluster takes, ours and the plain way. */
export interface Start extends Omit<BenchedCluster, 'topology' | 'plain'> {
  readonly ours: Timing;
  readonly way: string;
  readonly plain: Timing;
}

export interface ClustersReadyOptions {
  readonly platform: Platform;
  readonly note: (what: string) => void;
  /** How often each is started: ours, and the plain way. */
  readonly rounds: { readonly ours: number; readonly plain: number };
}

/** From nothing to full redundancy, as in a run, on disks that can lose power: one after another. */
export async function clustersReady({
  platform,
  note,
  rounds,
}: ClustersReadyOptions): Promise<readonly Start[]> {
  const starts: Start[] = [];
  for (const { topology, plain, ...cluster } of clusters) {
    note(cluster.name);
    const ours = await timed(rounds.ours, () => ready(platform, topology));
    note(`${cluster.name}, the plain way`);
    const { way } = plain;
    const plainly = await timed(rounds.plain, () => ready(platform, plain.topology));
    starts.push({ ...cluster, ours, way, plain: plainly });
  }
  return starts;
}

async function ready(platform: Platform, topology: Topology): Promise<number> {
  const { run } = helperRun('bench');
  await using cleanUp = new AsyncDisposableStack();
  return await elapsed(async () => {
    const cluster = await platform.provision(topology, {
      run,
      progress: silent,
      needs: new Set(['network-rules', 'disks']),
      onLog: () => undefined,
    });
    cleanUp.use(cluster);
    for (const system of topology.systems) {
      const machines = cluster.machines.filter(({ services }) =>
        services.some((service) => service.system === system.name),
      );
      await system.form(machines, { clock: monotonicClock, progress: silent });
    }
  });
}
