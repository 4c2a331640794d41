import type { Report } from './anomaly.ts';
import { idOf, microOpAt, nameOf, type Operations } from './operations.ts';
import type { Versions } from './versions.ts';

/** G1a: a committed transaction read an element of one that failed. One sighting an element. */
export function findAbortedReads(operations: Operations, versions: Versions, report: Report) {
  const { writers, reads, readUntil, strays, appends } = versions;
  writers.forEach((writer, place) => {
    if (!failed(operations, appends[writer])) return;
    const read = reads[readUntil.findIndex((until) => until > place)];
    if (read !== undefined) see(operations, appends[writer] as number, read, report);
  });
  for (const { writer, read } of strays) {
    if (failed(operations, appends[writer])) {
      see(operations, appends[writer] as number, read, report);
    }
  }
}

function see(operations: Operations, append: number, read: number, report: Report) {
  report('G1a', () => {
    const writer = operations.nodeOf[append] as number;
    const reader = operations.nodeOf[read] as number;
    const { key, value } = microOpAt(operations, append);
    return {
      transactions: [idOf(operations, writer), idOf(operations, reader)],
      explanation: `${nameOf(operations, writer)} failed, and yet ${nameOf(operations, reader)} read its append of ${value} to key ${key}.`,
    };
  });
}

function failed({ transactions, nodeOf }: Operations, append: number | undefined): boolean {
  return append !== undefined && transactions[nodeOf[append] as number]?.outcome === 'fail';
}
