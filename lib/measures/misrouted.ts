import { counting } from './counting.ts';

/** Requests that were answered by who must not answer them. */
export const misrouted = counting('misrouted', {
  name: 'misrouted',
  kind: 'safety',
  meaning: 'requests that were answered by a backend which must not answer',
});
