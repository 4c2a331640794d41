import { allEnded } from '../core/all-ended.ts';
import { eventually, type Look } from '../core/eventually.ts';
import type { Machine } from '../core/machine.ts';
import { fixtureFolder } from '../core/package-folder.ts';
import type { FormOptions, System } from '../core/system.ts';
import type { ServicePlan, Topology } from '../core/topology.ts';
import { ceph } from '../systems/ceph/index.ts';
import { edge } from '../systems/edge/index.ts';
import { galera } from '../systems/galera/index.ts';
import { rabbitmq } from '../systems/rabbitmq/index.ts';
import { redisSentinel } from '../systems/redis/index.ts';

/** How a person would start a cluster who has nothing prepared, on the same machines. */
export interface PlainStart {
  readonly way: string;
  readonly topology: Topology;
}

const FORM_WITHIN_MS = 120_000;

/** One node starts a cluster, the others join it: each believes that nobody else has its data. */
export const plainGalera: PlainStart = {
  way: 'one node begins, the others join with a state transfer',
  topology: withServices(galera(), (service) => withEnvironment(service, { GALERA_NODES: '1' })),
};

/** The operator's own files name the peers; whoever comes later joins who was first. */
export const plainRabbitmq: PlainStart = {
  way: 'empty nodes find each other by classic_config',
  topology: withServices(
    rabbitmq({ overlays: [fixtureFolder('variants/rabbitmq-from-scratch')] }),
    (service) =>
      withEnvironment(service, { RABBITMQ_MNESIA_BASE: '/var/lib/rabbitmq/mnesia/from-scratch' }),
  ),
};

/** Sentinels are told of the primary alone. */
export const plainRedis: PlainStart = {
  way: 'sentinels find replicas and each other',
  topology: formedAtOnce(
    withServices(redisSentinel(), (service) =>
      withEnvironment(service, { REDIS_REPLICAS: '', SENTINEL_NAMES: '' }),
    ),
  ),
};

/** It has no data: there is only the order to leave out. */
export const plainEdge: PlainStart = {
  way: 'everything is started at once',
  topology: formedAtOnce(edge()),
};

const SCRIPTS = '/etc/ceph/from-scratch';
const PATH = `${SCRIPTS}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/** As Ceph's manual deployment says, each step as soon as what it needs answers. */
export const plainCeph: PlainStart = {
  way: 'mkfs of monitors and OSDs, then the pool',
  topology: withServices(ceph(), (service) => ({
    ...withEnvironment(service, { PATH }),
    ...(service.config === undefined
      ? {}
      : {
          config: {
            ...service.config,
            overlays: [fixtureFolder('variants/ceph-from-scratch')],
          },
        }),
    arguments: (self, all) => ['from-scratch', ...service.arguments(self, all)],
  })),
};

function withServices(topology: Topology, change: (service: ServicePlan) => ServicePlan): Topology {
  const machines = topology.machines.map((machine) => ({
    ...machine,
    services: machine.services.map(change),
  }));
  return { ...topology, machines };
}

function withEnvironment(service: ServicePlan, on: Readonly<Record<string, string>>): ServicePlan {
  return { ...service, environment: (self, all) => ({ ...service.environment(self, all), ...on }) };
}

/** Instead of what a system does to form fast: everything is started, and waited for. */
function formedAtOnce(topology: Topology): Topology {
  const systems = topology.systems.map((system) => ({
    ...system,
    form: (machines: readonly Machine[], options: FormOptions) =>
      startAtOnce(system, machines, options),
  }));
  return { ...topology, systems };
}

async function startAtOnce(
  system: System,
  machines: readonly Machine[],
  { clock, signal }: FormOptions,
): Promise<void> {
  await allEnded(machines.flatMap(({ services }) => services).map((service) => service.start()));
  await using cleanUp = new AsyncDisposableStack();
  const watchers = machines.map((machine) => ({
    name: machine.name,
    watcher: cleanUp.use(system.watch(machine, machines)),
  }));
  const look = async (): Promise<Look<true>> => {
    const observations = await Promise.all(
      watchers.map(async ({ name, watcher }) => [name, await watcher.observe()] as const),
    );
    const { full, detail } = system.redundancy(new Map(observations));
    return full ? { done: true } : { state: detail };
  };
  await eventually(`${system.name} has full redundancy`, look, {
    clock,
    signal,
    everyMs: 20,
    withinMs: FORM_WITHIN_MS,
  });
}
