import type { Report } from './anomaly.ts';
import { idOf, microOpAt, nameOf, type Operations } from './operations.ts';
import { listAt, type Versions } from './versions.ts';
import { listWords } from './words.ts';

/**
 * G1b: a transaction read a state that another made on its way, not the last one it made.
 *
 * Of a writer that failed it is G1a; of one that nobody knows about it is one of the two.
 */
export function findIntermediateReads(operations: Operations, versions: Versions, report: Report) {
  const { transactions, nodeOf } = operations;
  const { reads, readUntil, writers, appends, key } = versions;
  reads.forEach((read, index) => {
    const writer = writers[(readUntil[index] as number) - 1];
    const append = appends[writer ?? -1];
    const later = appends[(writer ?? -1) + 1];
    if (append === undefined || later === undefined) return;
    const node = nodeOf[append] as number;
    const reader = nodeOf[read] as number;
    if (nodeOf[later] !== node || reader === node || transactions[node]?.outcome === 'fail') return;
    report('G1b', () => ({
      transactions: [idOf(operations, node), idOf(operations, reader)],
      explanation: `${nameOf(operations, reader)} read ${listWords(listAt(operations, read))} of key ${key}, which ends with ${microOpAt(operations, append).value} of ${nameOf(operations, node)}; but ${nameOf(operations, node)} appended ${microOpAt(operations, later).value} after it, so that no other transaction should have seen that state.`,
    }));
  });
}
