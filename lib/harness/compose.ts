import { relative } from 'node:path';
import { stringify } from 'yaml';
import { configFiles } from '../core/config-files.ts';
import type { Host } from '../core/machine.ts';
import { packageFolder } from '../core/package-folder.ts';
import type { MachinePlan, ServiceConfig, Topology } from '../core/topology.ts';
import { machineAddress, subnetNumber } from '../engine/subnet.ts';

const HEAD = `# The clusters of lib/systems for a human's hands. Generated: a test holds this file equal to the
# systems (npx vitest run --project unit lib/harness/compose.test.ts -u writes it anew).
#
#   docker compose -f docker-compose.chaos.yml --profile galera up -d
#   docker compose -f docker-compose.chaos.yml --profile galera down
#
# docker-compose from 1.28 on does the same, but makes the networks of all profiles, and its down is that
# of all. What is started so is yours: no command of Blackstart removes it.
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
  // docker-compose reads YAML 1.1, in which a bare `yes` is no text.
  return HEAD + stringify(file, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

interface NamedHost extends Host {
  /** All that it goes by. */
  readonly names: readonly string[];
}

function composeServices({ name, machines }: Topology, subnet: string): [string, object][] {
  const hosts = machines.map((machine, index) => ({
    name: machine.name,
    names: [machine.name, ...(machine.aliases ?? [])],
    address: machineAddress(subnet, index + 1),
  }));
  return machines.flatMap((machine, index) => {
    const self = hosts[index];
    if (self === undefined) throw new RangeError(`${machine.name} has no address`);
    return [
      holder(name, machine, self.address, hosts),
      ...machineServices(name, machine, self, hosts),
    ];
  });
}

/** A machine's service in the file, among those of all clusters: two may have machines of the same names. */
export const composeName = (profile: string, machine: string): string =>
  machine.startsWith(`${profile}-`) ? machine : `${profile}-${machine}`;

function holder(
  profile: string,
  plan: MachinePlan,
  address: string,
  hosts: readonly NamedHost[],
): [string, object] {
  const { name, services } = plan;
  const sysctls: object = Object.assign({}, ...services.map((service) => service.sysctls));
  return [
    composeName(profile, name),
    {
      profiles: [profile],
      build: { context: 'images/machine', args: base },
      image: 'blackstart-compose/machine',
      hostname: name,
      extra_hosts: hosts.flatMap(({ names, address }) => names.map((host) => `${host}:${address}`)),
      cap_add: ['NET_ADMIN'],
      ...(Object.keys(sysctls).length === 0 ? {} : { sysctls }),
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
    `${composeName(profile, machine.name)}-${service.name}`,
    {
      profiles: [profile],
      build: { context: `images/${service.image}`, args: base },
      image: `blackstart-compose/${service.image}`,
      network_mode: `service:${composeName(profile, machine.name)}`,
      depends_on: [composeName(profile, machine.name)],
      ...(service.capabilities === undefined ? {} : { cap_add: [...service.capabilities] }),
      environment: service.environment(self, hosts),
      ...(service.config === undefined ? {} : { volumes: configVolumes(service.config) }),
      command: service.arguments(self, hosts),
    },
  ]);
}

/** A folder as it is; file by file where one lies on top of another. */
function configVolumes(config: ServiceConfig): readonly string[] {
  const { folder, target, overlays = [] } = config;
  if (overlays.length === 0) return [volume(folder, target)];
  return configFiles(config).map((file) => volume(file.source, file.target));
}

const volume = (source: string, target: string): string =>
  `./${relative(packageFolder, source)}:${target}:ro`;
