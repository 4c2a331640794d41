import { counting } from './counting.ts';

/** Fetches of entries that had been stored before, and were not there. */
export const cacheMisses = counting('missed', {
  name: 'cache-misses',
  kind: 'timing',
  meaning: 'fetches that did not find an entry which had been stored before',
});
