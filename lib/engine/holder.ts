import type Docker from 'dockerode';
import { GenericContainer } from 'testcontainers';
import type { Network } from './network.ts';

export interface HolderOptions {
  readonly docker: Docker;
  readonly image: string;
  readonly name: string;
  readonly network: Network;
  readonly address: string;
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
  const { docker, name, labels, binds } = options;
  const volumes = binds.map((bind) => {
    const [source = '', target = ''] = bind.split(':');
    return { source, target };
  });
  const started = await new HolderContainer(options)
    .withName(name)
    .withLabels({ ...labels })
    .withAddedCapabilities('NET_ADMIN', 'NET_RAW', 'SYS_NICE')
    .withBindMounts(volumes)
    .withAutoCleanup(false)
    .start();
  return docker.getContainer(started.getId());
}

/** testcontainers has no option for a fixed address or a device; the create request behind it does. */
class HolderContainer extends GenericContainer {
  constructor({ image, network, address, devices }: HolderOptions) {
    super(image);
    this.withNetworkMode(network.name);
    this.createOpts.NetworkingConfig = {
      EndpointsConfig: { [network.name]: { IPAMConfig: { IPv4Address: address } } },
    };
    this.hostConfig.Devices = devices.map((device) => ({
      PathOnHost: device,
      PathInContainer: device,
      CgroupPermissions: 'rwm',
    }));
  }
}
