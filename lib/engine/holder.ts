import type Docker from 'dockerode';
import { GenericContainer } from 'testcontainers';
import type { Host } from '../core/machine.ts';
import type { Network } from './network.ts';

/** A machine with all names that it goes by. */
export interface KnownHost extends Host {
  readonly aliases: readonly string[];
}

export interface HolderOptions {
  readonly docker: Docker;
  readonly image: string;
  readonly name: string;
  readonly network: Network;
  readonly self: Host;
  /** All machines: each knows the others by every name, as by a file that an operator keeps. */
  readonly hosts: readonly KnownHost[];
  /** What its kernel is set to, for its network namespace. */
  readonly sysctls: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** `<volume>:<folder>`. */
  readonly binds: readonly string[];
  /** Devices of the engine's host that it may use. */
  readonly devices: readonly string[];
}

/**
 * Starts the small container that owns a machine's network namespace and address. Services join
 * it, so that the address outlives any of them.
 */
export async function startHolder(options: HolderOptions): Promise<Docker.Container> {
  const { docker, name, labels, binds, self, hosts } = options;
  const volumes = binds.map((bind) => {
    const [source = '', target = ''] = bind.split(':');
    return { source, target };
  });
  const started = await new HolderContainer(options)
    .withName(name)
    .withLabels({ ...labels })
    .withAddedCapabilities('NET_ADMIN', 'NET_RAW', 'SYS_NICE')
    .withExtraHosts(hosts.flatMap(namesOf))
    .withHostname(self.name)
    .withBindMounts(volumes)
    .withAutoCleanup(false)
    .start();
  return docker.getContainer(started.getId());
}

const namesOf = ({ name, aliases, address }: KnownHost) =>
  [name, ...aliases].map((host) => ({ host, ipAddress: address }));

/** testcontainers has no option for an address, a device or the kernel; the create request behind it does. */
class HolderContainer extends GenericContainer {
  constructor({ image, network, self, devices, sysctls }: HolderOptions) {
    super(image);
    this.hostConfig.Sysctls = { ...sysctls };
    this.withNetworkMode(network.name);
    this.createOpts.NetworkingConfig = {
      EndpointsConfig: { [network.name]: { IPAMConfig: { IPv4Address: self.address } } },
    };
    this.hostConfig.Devices = devices.map((device) => ({
      PathOnHost: device,
      PathInContainer: device,
      CgroupPermissions: 'rwm',
    }));
  }
}
