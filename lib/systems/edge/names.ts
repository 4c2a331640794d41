import type { Host } from '../../core/machine.ts';

/** The system's name, in topologies, workloads and reports. */
export const EDGE = 'edge';

export const KEEPALIVED = 'keepalived';
export const HAPROXY = 'haproxy';
export const NGINX = 'nginx';

/** Where clients connect: HAProxy. */
export const PUBLIC_PORT = 80;

/** Where HAProxy connects: nginx. */
export const BACKEND_PORT = 8_080;

/** Where HAProxy says how it and its servers are. */
export const STATS_PORT = 8_404;

/** Where keepalived's image says what state keepalived was last in. */
export const STATE_PORT = 8_405;

/**
 * The virtual addresses that there may be: `business` is where requests of users come in, `database`
 * where services reach the database.
 */
export type VirtualAddress = 'business' | 'database';

const LAST_BYTES: Readonly<Record<VirtualAddress, number>> = { business: 200, database: 201 };

/** A virtual address of machines in a /24: one that no machine gets as its own. */
export const virtualAddress = (
  { address }: Pick<Host, 'address'>,
  which: VirtualAddress = 'business',
): string => address.replace(/\.\d+$/, `.${LAST_BYTES[which]}`);

/** Where keepalived's image says what state the instance of an address is in. */
export const statePage = (which: VirtualAddress): string =>
  which === 'business' ? '/state' : `/state-${which}`;
