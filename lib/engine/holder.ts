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
}

/**
 * Starts the small container that owns a machine's network namespace and address. Services join
 * it, so that the address outlives any of them.
 */
export async function startHolder(options: HolderOptions): Promise<Docker.Container> {
  const { docker, image, name, network, address, labels } = options;
  const started = await new AddressedContainer(image, network.name, address)
    .withName(name)
    .withLabels({ ...labels })
    .withAddedCapabilities('NET_ADMIN')
    .withAutoCleanup(false)
    .start();
  return docker.getContainer(started.getId());
}

/** testcontainers has no option for a fixed address; the create request behind it does. */
class AddressedContainer extends GenericContainer {
  constructor(image: string, network: string, address: string) {
    super(image);
    this.withNetworkMode(network);
    this.createOpts.NetworkingConfig = {
      EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } },
    };
  }
}
