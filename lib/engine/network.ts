import { networkInterfaces } from 'node:os';
import type Docker from 'dockerode';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import { overlaps, parseSubnet, subnetsFor } from './subnet.ts';

export interface Network {
  readonly name: string;
  readonly subnet: string;
}

export interface NetworkOptions {
  readonly docker: Docker;
  readonly run: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The only subnet to try, as BLACKSTART_SUBNET gives it. */
  readonly subnet?: string | undefined;
}

/**
 * Creates a run's network: internal, so without a route out, on a subnet that no other network of
 * this engine or this host has. The engine refuses an overlap, so two runs never share one.
 */
export async function createNetwork(options: NetworkOptions): Promise<Network> {
  const { run, subnet: wanted } = options;
  const taken = await takenSubnets(options.docker);
  const isFree = (subnet: string) => !taken.some((other) => overlaps(subnet, other));
  if (wanted !== undefined) {
    const subnet = parseSubnet(wanted);
    const network = isFree(subnet) ? await tryCreate(subnet, options) : undefined;
    if (network !== undefined) return network;
    throw new UsageError(`BLACKSTART_SUBNET: expected a free subnet, ${subnet} is in use`, {
      hint: 'Unset it to have a free one chosen, or see `docker network ls` and `ip route`.',
      facts: { taken },
    });
  }
  for (const subnet of subnetsFor(run)) {
    const network = isFree(subnet) ? await tryCreate(subnet, options) : undefined;
    if (network !== undefined) return network;
  }
  throw new HarnessError('NO_SUBNET', 'every /24 of 198.18.0.0/15 is in use', {
    hint: 'Remove what earlier runs left: blackstart clean.',
    facts: { taken },
  });
}

async function takenSubnets(docker: Docker): Promise<readonly string[]> {
  const networks = await docker.listNetworks();
  const engine = networks.flatMap(({ IPAM }) => IPAM?.Config ?? []).map(({ Subnet }) => Subnet);
  const host = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ cidr }) => cidr),
  );
  return [...engine, ...host].filter((subnet) => subnet !== null && subnet !== undefined);
}

/** The new network; undefined where the engine finds that the subnet is taken after all. */
async function tryCreate(
  subnet: string,
  { docker, run, labels }: NetworkOptions,
): Promise<Network | undefined> {
  const name = `blackstart-${run}`;
  try {
    await docker.createNetwork({
      Name: name,
      Driver: 'bridge',
      Internal: true,
      IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
      Labels: { ...labels },
    });
    return { name, subnet };
  } catch (cause) {
    if (/overlap/i.test(messageOf(cause))) return undefined;
    throw new HarnessError(
      'NETWORK',
      `the engine did not create network ${name}: ${messageOf(cause)}`,
      {
        hint: 'Run `blackstart doctor`.',
        facts: { subnet },
        cause,
      },
    );
  }
}
