import type { Host } from '../core/machine.ts';
import type { ServicePlan, Topology } from '../core/topology.ts';
import { machineAddress, subnetNumber } from '../engine/subnet.ts';

/** A service, on which machine it is to run, and beside which. */
export interface Planned {
  readonly service: ServicePlan;
  readonly self: Host;
  readonly hosts: readonly Host[];
}

/** Every service of a topology before it is started, as on the first subnet there is. */
export function plannedServices({ machines }: Topology): readonly Planned[] {
  const subnet = subnetNumber(0);
  const hosts = machines.map(({ name }, index) => ({
    name,
    address: machineAddress(subnet, index + 1),
  }));
  return hosts.flatMap((self, index) =>
    (machines[index]?.services ?? []).map((service) => ({ service, self, hosts })),
  );
}
