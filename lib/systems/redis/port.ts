/** The system's name, in topologies, workloads and reports. */
export const REDIS = 'redis';

/** The services of a machine. */
export const SERVER = 'redis';
export const SENTINEL = 'sentinel';

/** Where clients of the servers connect. */
export const REDIS_PORT = 6379;

/** Where sentinels are asked, and ask each other. */
export const SENTINEL_PORT = 26379;

/** By which name sentinels know the primary: the name of the product's own example. */
export const MASTER = 'mymaster';
