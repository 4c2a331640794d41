/** The system's name, in topologies, workloads and reports; and that of its service. */
export const MEMCACHED = 'memcached';

/** Where clients connect. */
export const MEMCACHED_PORT = 11211;
