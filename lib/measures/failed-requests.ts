import { counting } from './counting.ts';

/** Requests that were certainly not served: refused, never sent, or answered with an error. */
export const failedRequests = counting('failed', {
  name: 'failed-requests',
  kind: 'timing',
  meaning: 'requests that were certainly not served',
});
