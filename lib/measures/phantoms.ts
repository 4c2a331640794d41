import { counting } from './counting.ts';

/** What is there though its write definitely failed or was never sent. */
export const phantoms = counting('phantoms', {
  name: 'phantoms',
  kind: 'safety',
  meaning: 'what is there, or came out, though its write definitely failed or was never sent',
});
