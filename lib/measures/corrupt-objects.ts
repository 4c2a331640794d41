import { counting } from './counting.ts';

/** Objects whose contents no write had, damaged ones among them. */
export const corruptObjects = counting('corrupt', {
  name: 'corrupt-objects',
  kind: 'safety',
  meaning: 'objects that a read found with contents which no write of them had',
});
