import { servicesOf, startUnlessRunning, stopIfRunning, untilAccepts } from '../../core/forming.ts';
import { serviceOf } from '../../core/machine.ts';
import type { Service } from '../../core/service.ts';
import type { Observation, System } from '../../core/system.ts';
import type { MachinePlan } from '../../core/topology.ts';
import { ARBITRATOR, PEER_PORT } from './port.ts';

const GARBD = 'garbd';
const STARTS_WITHIN_MS = 30_000;
const STOPS_WITHIN_MS = 10_000;

/** A machine with a garbd, after this many with a node: it votes in their cluster, and keeps no data. */
export const arbitratorPlan = (name: string, nodes: number): MachinePlan => ({
  name,
  services: [
    {
      name: GARBD,
      system: ARBITRATOR,
      image: 'arbitrator',
      port: PEER_PORT,
      environment: () => ({}),
      data: [],
      arguments: (self, all) => {
        const addresses = all.slice(0, nodes);
        return [
          `--name=${self.name}`,
          '--group=blackstart',
          `--address=gcomm://${addresses.map(({ address }) => address).join(',')}`,
          `--options=gmcast.listen_addr=tcp://${self.address}:${PEER_PORT}`,
        ];
      },
      memoryMiB: 32,
    },
  ],
});

/** Its own word is all there is of it; whether it is in the cluster, the nodes say by their size. */
export const arbitrator: System = {
  name: ARBITRATOR,
  form: async (machines, options) => {
    options.progress('waiting for the arbitrator');
    for (const service of servicesOf(machines, ARBITRATOR, [GARBD])) {
      await startUnlessRunning(service);
      await untilAccepts(service, PEER_PORT, { ...options, withinMs: STARTS_WITHIN_MS });
    }
  },
  stop: async (machines) => {
    for (const service of servicesOf(machines, ARBITRATOR, [GARBD])) {
      await stopIfRunning(service, STOPS_WITHIN_MS);
    }
  },
  watch: (machine) => ({
    observe: () => observe(serviceOf(machine, ARBITRATOR)),
    [Symbol.asyncDispose]: async () => undefined,
  }),
  redundancy: (observations) => {
    const up = [...observations.values()].filter(({ reachable }) => reachable).length;
    return { full: up === observations.size, detail: `${up} of ${observations.size} accept` };
  },
  vocabularies: {},
};

async function observe(service: Service): Promise<Observation> {
  const reach = await service.reach();
  return { reachable: reach === 'accepts', role: 'none', members: [], state: { reach } };
}
