import { relative } from 'node:path';
import { stringify } from 'yaml';
import type { Host } from '../core/machine.ts';
import { packageFolder } from '../core/package-folder.ts';
import type { MachinePlan, ServicePlan, Topology } from '../core/topology.ts';
import { machineAddress, subnetNumber } from '../engine/subnet.ts';

const HEAD = `# The clusters of lib/systems for a human's hands. Generated: a test holds this file equal to the
# systems (npx vitest run --project unit lib/harness/compose.test.ts -u writes it anew).
#
#   docker compose -f docker-compose.chaos.yml --profile galera up -d
#   docker compose -f docker-compose.chaos.yml --profile galera down
#
# Where no registry answers, let Blackstart make the base image first (npx blackstart run galera-none)
# and set BLACKSTART_BASE_IMAGE=blackstart/base:debian-12.

`;

const base = { BASE: '$' + '{BLACKSTART_BASE_IMAGE:-debian:12-slim}' };

/** A Compose file with a profile a topology: the same machines, files and arguments as in a run. */
export function composeFile(topologies: readonly Topology[]): string {
  const placed = topologies.map((topology, index) => ({ topology, subnet: subnetNumber(index) }));
  const services = placed.flatMap(({ topology, subnet }) => composeServices(topology, subnet));
  const networks = placed.map(({ topology: { name }, subnet }) => [
    name,
    { internal: true, ipam: { config: [{ subnet }] } },
  ]);
  const file = {
    services: Object.fromEntries(services),
    networks: Object.fromEntries(networks),
  };
  return HEAD + stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

function composeServices({ name, machines }: Topology, subnet: string): [string, object][] {
  const hosts = machines.map((machine, index) => ({
    name: machine.name,
    address: machineAddress(subnet, index + 1),
  }));
  return machines.flatMap((machine, index) => {
    const self = hosts[index];
    if (self === undefined) throw new RangeError(`${machine.name} has no address`);
    return [holder(name, self), ...machineServices(name, machine, self, hosts)];
  });
}

function holder(profile: string, { name, address }: Host): [string, object] {
  return [
    name,
    {
      profiles: [profile],
      build: { context: 'images/machine', args: base },
      image: 'blackstart-compose/machine',
      cap_add: ['NET_ADMIN'],
      networks: { [profile]: { ipv4_address: address } },
    },
  ];
}

function machineServices(
  profile: string,
  machine: MachinePlan,
  self: Host,
  hosts: readonly Host[],
): [string, object][] {
  return machine.services.map((service) => [
    `${machine.name}-${service.name}`,
    {
      profiles: [profile],
      build: { context: `images/${service.image}`, args: base },
      image: `blackstart-compose/${service.image}`,
      network_mode: `service:${machine.name}`,
      depends_on: [machine.name],
      environment: service.environment,
      ...(service.config === undefined ? {} : { volumes: [configVolume(service.config)] }),
      command: service.arguments(self, hosts),
    },
  ]);
}

const configVolume = ({ folder, target }: NonNullable<ServicePlan['config']>): string =>
  `./${relative(packageFolder, folder)}:${target}:ro`;
