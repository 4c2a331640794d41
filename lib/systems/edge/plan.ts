import type { Host } from '../../core/machine.ts';
import type { ServiceConfig, ServicePlan } from '../../core/topology.ts';
import {
  BACKEND_PORT,
  EDGE,
  HAPROXY,
  KEEPALIVED,
  NGINX,
  PUBLIC_PORT,
  STATE_PORT,
  type VirtualAddress,
  virtualAddress,
} from './names.ts';

export interface EdgePlanOptions {
  /** The operator's keepalived.conf, haproxy.cfg and nginx.conf. */
  readonly config: string;
  readonly overlays: readonly string[];
  /** Which machine this is, counted from 1. */
  readonly number: number;
  readonly preempt: boolean;
  readonly addresses: readonly VirtualAddress[];
}

/** Far enough apart that no two machines take over together: 195 ms of skew at an advert_int of 0.5. */
const PRIORITY_STEP = 100;
const HIGHEST_PRIORITY = 250;

/** What each machine of the edge runs, from the back to the front: so they start after a kill, too. */
export const edgePlans = (options: EdgePlanOptions): readonly ServicePlan[] => [
  nginxPlan(options),
  haproxyPlan(options),
  keepalivedPlan(options),
];

function keepalivedPlan(options: EdgePlanOptions): ServicePlan {
  const { number, preempt, addresses } = options;
  return {
    ...plan(options, KEEPALIVED),
    port: STATE_PORT,
    capabilities: ['NET_ADMIN', 'NET_RAW'],
    environment: (self, all) => ({
      EDGE_ADDRESS: self.address,
      EDGE_PEERS: all
        .filter(({ name }) => name !== self.name)
        .map(({ address }) => address)
        .join(' '),
      ...virtualAddresses(self, addresses),
      EDGE_PRIORITY: `${HIGHEST_PRIORITY - (number - 1) * PRIORITY_STEP}`,
      EDGE_PREEMPT: preempt ? '' : 'nopreempt',
    }),
    memoryMiB: 16,
  };
}

const haproxyPlan = (options: EdgePlanOptions): ServicePlan => ({
  ...plan(options, HAPROXY),
  port: PUBLIC_PORT,
  environment: (self) => ({
    EDGE_NAME: self.name,
    EDGE_ADDRESS: self.address,
    ...virtualAddresses(self, options.addresses),
  }),
  // A virtual address is listened at before the machine has it: every other one waits for it.
  sysctls: { 'net.ipv4.ip_nonlocal_bind': '1' },
  memoryMiB: 64,
});

const nginxPlan = (options: EdgePlanOptions): ServicePlan => ({
  ...plan(options, NGINX),
  port: BACKEND_PORT,
  environment: () => ({}),
  memoryMiB: 16,
});

/** What the operator's files call them. */
const virtualAddresses = (self: Host, addresses: readonly VirtualAddress[]) => ({
  EDGE_VIP: virtualAddress(self),
  ...(addresses.includes('database')
    ? { EDGE_DATABASE_VIP: virtualAddress(self, 'database') }
    : {}),
});

const plan = ({ config, overlays }: EdgePlanOptions, name: string) => ({
  name,
  system: EDGE,
  image: EDGE,
  config: configOf(config, overlays),
  data: [],
  arguments: () => [name],
});

const configOf = (folder: string, overlays: readonly string[]): ServiceConfig => ({
  folder,
  target: '/etc/edge',
  ...(overlays.length === 0 ? {} : { overlays }),
});
