import { counting } from './counting.ts';

/** Reads that lack what had been acknowledged before they began. */
export const staleReads = counting('staleReads', {
  name: 'stale-reads',
  kind: 'safety',
  meaning: 'reads that lack what had been acknowledged before they began',
});
