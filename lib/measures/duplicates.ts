import { counting } from './counting.ts';

/** Elements that are held, or messages that were consumed, more often than they were sent. */
export const duplicates = counting('duplicates', {
  name: 'duplicates',
  kind: 'safety',
  meaning: 'elements held, or messages consumed, more often than they were sent',
});
