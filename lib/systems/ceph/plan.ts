import { readdirSync } from 'node:fs';
import { UsageError } from '../../core/errors.ts';
import type { Host } from '../../core/machine.ts';
import type { ServicePlan } from '../../core/topology.ts';
import { CEPH, CLIENT_MACHINE, GATEWAY_PORT, MGR_PORT, MON_PORT, OSD_PORT } from './port.ts';

export interface NodePlanOptions {
  /** Folder with the operator's ceph.conf. */
  readonly config: string;
  /** Which node this is, counted from 1; its OSD has the same number. */
  readonly number: number;
}

/** The daemons of one machine of the cluster. */
export function nodePlan({ config, number }: NodePlanOptions): readonly ServicePlan[] {
  const node = { CEPH_NODE: `${number}` };
  return [
    daemon({ config, name: 'mon', port: MON_PORT, data: '/var/lib/ceph/mon', node }),
    daemon({ config, name: 'mgr', port: MGR_PORT, node }),
    daemon({ config, name: 'osd', port: OSD_PORT, data: '/var/lib/ceph/osd', node }),
  ];
}

/** The clients' own machine: librados behind a TCP port. */
export const gatewayPlan = (config: string): ServicePlan =>
  daemon({ config, name: 'gateway', port: GATEWAY_PORT, node: {} });

interface DaemonOptions {
  readonly config: string;
  /** Of the service; images/ceph starts what its first argument names. */
  readonly name: string;
  readonly port: number;
  readonly data?: string;
  readonly node: Readonly<Record<string, string>>;
}

function daemon({ config, name, port, data, node }: DaemonOptions): ServicePlan {
  return {
    name,
    system: CEPH,
    image: CEPH,
    port,
    environment: (self, all) => ({
      ...node,
      CEPH_ADDRESS: self.address,
      CEPH_MONS: monitorsOf(all),
    }),
    config: { folder: config, target: '/etc/ceph' },
    data: data === undefined ? [] : [data],
    arguments: () => [name],
    memoryMiB: 100,
  };
}

const monitorsOf = (all: readonly Host[]): string =>
  all
    .filter(({ name }) => name !== CLIENT_MACHINE)
    .map(({ name, address }) => `${name}=${address}`)
    .join(',');

/** Refuses a folder without a ceph.conf. */
export function assertConfiguration(folder: string): void {
  const found = listFolder(folder);
  if (found.includes('ceph.conf')) return;
  throw new UsageError(
    `ceph config: expected a folder with ceph.conf, found ${found.join(', ') || 'nothing'} in ${folder}`,
    { hint: 'fixtures/ceph is an example.' },
  );
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UsageError(`ceph config: expected a folder with ceph.conf, ${folder} is none`, {
      hint: 'fixtures/ceph is an example.',
      cause,
    });
  }
}
