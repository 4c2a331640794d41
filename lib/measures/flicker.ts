import { counting } from './counting.ts';

/** Elements that were seen, then not, and are there in the end. */
export const flicker = counting('flicker', {
  name: 'flicker',
  kind: 'safety',
  meaning: 'elements that a read held, a later one lacked, and that are there in the end',
});
