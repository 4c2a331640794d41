import { serviceOf } from '../core/machine.ts';
import type { Observation, System } from '../core/system.ts';
import type { ServicePlan, Topology } from '../core/topology.ts';
import type { ToyCluster, ToyNode } from './toy-cluster.ts';

/** The toy cluster as a system: what the harness may ask of it. */
export function toySystem(cluster: ToyCluster): System {
  const nodeOf = (name: string): ToyNode => {
    const node = cluster.nodes.find((candidate) => candidate.name === name);
    if (node === undefined) throw new RangeError(`no toy node ${name}`);
    return node;
  };
  return {
    name: 'toy',
    form: async (machines) => {
      for (const machine of machines) await serviceOf(machine, 'toy').start();
    },
    stop: async (machines) => {
      for (const machine of machines) await serviceOf(machine, 'toy').stop({ withinMs: 1_000 });
    },
    watch: ({ name }) => ({
      observe: async () => observe(nodeOf(name)),
      [Symbol.asyncDispose]: async () => undefined,
    }),
    redundancy: (observations) => {
      const seen = [...observations.values()];
      const reachable = seen.filter(({ reachable: answers }) => answers).length;
      const led = seen.some(({ role }) => role === 'primary');
      return {
        full: led && reachable === seen.length,
        detail: `${reachable} of ${seen.length} running, ${led ? 'led' : 'not led'}`,
      };
    },
    vocabularies: {
      set: {
        prepare: async () => undefined,
        open: () => ({
          invoke: ({ f, value }) => (f === 'read' ? cluster.read() : cluster.add(Number(value))),
          [Symbol.asyncDispose]: async () => undefined,
        }),
        readAll: async ({ name }) => {
          await cluster.replicated();
          const { running, elements } = nodeOf(name);
          if (!running) throw new Error(`${name} is down`);
          return [...elements];
        },
      },
    },
  };
}

function observe({ name, running, claimsPrimary, elements }: ToyNode): Observation {
  if (!running) return { reachable: false, role: 'none', members: [], state: {} };
  const role = claimsPrimary ? 'primary' : 'replica';
  return { reachable: true, role, members: [name], state: { elements: elements.size } };
}

/** Three toy machines. */
export function toyTopology(cluster: ToyCluster): Topology {
  return {
    name: 'toy',
    settings: { nodes: cluster.nodes.length },
    machines: cluster.nodes.map(({ name }) => ({ name, services: [toyPlan] })),
    systems: [toySystem(cluster)],
  };
}

const toyPlan: ServicePlan = {
  name: 'toyd',
  system: 'toy',
  image: 'none',
  port: 1,
  environment: () => ({}),
  data: [],
  arguments: () => [],
  memoryMiB: 0,
};
