import { counting } from './counting.ts';

/** Messages overtaken, on their first delivery, by a later one of the same producer. */
export const outOfOrder = counting('outOfOrder', {
  name: 'out-of-order',
  kind: 'safety',
  meaning: 'messages that came to a consumer after one which their producer had sent later',
});
