import type { LoadOptions } from './load.ts';

/**
 * How often somebody else's service is asked unless told otherwise: a fifth of what ours are, as nobody
 * knows what it stands.
 */
export const strangersPace = { ratePerSecond: 20, lanes: 4 } satisfies LoadOptions;
