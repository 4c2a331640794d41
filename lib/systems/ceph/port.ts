/** The system's name, in topologies, workloads and reports. */
export const CEPH = 'ceph';

/** The machine of the clients: its gateway speaks JSON lines, and librados to the cluster. */
export const CLIENT_MACHINE = 'ceph-client';

/** Monitors, messenger v2. */
export const MON_PORT = 3300;
/** Where images/ceph says what a monitor says of itself, in or out of quorum. */
export const MON_STATUS_PORT = 3301;
/** The first of an OSD's four, as fixtures/ceph has it: its clients'. */
export const OSD_PORT = 6801;
/** Accepts for as long as the manager lives: a standby one listens nowhere. */
export const MGR_PORT = 6900;
export const GATEWAY_PORT = 7100;

/** The pool that images/ceph makes. */
export const POOL = 'objects';
/** The image on which the workload `block` writes, in the same pool. */
export const IMAGE = 'disk';

/** The number of a machine's OSD is its own: ceph-2 has osd.2. */
export const osdOf = (machine: string): number => Number(machine.slice(`${CEPH}-`.length));
