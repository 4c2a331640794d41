import { counting } from './counting.ts';

/** Acknowledged writes absent from the final read of at least one node, or of the queue. */
export const lostWrites = counting('lost', {
  name: 'lost-writes',
  kind: 'safety',
  meaning: 'acknowledged writes that the final read of at least one node lacks',
});
