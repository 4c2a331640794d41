import { counting } from './counting.ts';

/** What some nodes hold and others lack, in one and the same pass of final reads. */
export const divergence = counting('divergence', {
  name: 'divergence',
  kind: 'safety',
  meaning: 'what some nodes hold in the end and others lack',
});
