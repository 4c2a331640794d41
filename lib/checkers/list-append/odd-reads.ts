import type { Report } from './anomaly.ts';
import { idOf, nameOf, type Operations } from './operations.ts';
import { distinct, listAt, NOWHERE, UNPLACED, type Versions } from './versions.ts';
import { listWords } from './words.ts';

/** Garbage read: an element that no transaction appended (Elle, section 6). One an element. */
export function findGarbageReads(operations: Operations, versions: Versions, report: Report) {
  const { order, writers, reads, readUntil, strays } = versions;
  writers.forEach((writer, place) => {
    if (writer !== NOWHERE) return;
    const read = reads[readUntil.findIndex((until) => until > place)];
    if (read !== undefined) see(order[place] as number, read);
  });
  for (const { element, read, writer } of strays) if (writer === NOWHERE) see(element, read);

  function see(element: number, read: number) {
    const reader = operations.nodeOf[read] as number;
    report('garbage-read', () => ({
      transactions: [idOf(operations, reader)],
      explanation: `${nameOf(operations, reader)} read ${element} in key ${versions.key}, which no transaction appended.`,
    }));
  }
}

/** Duplicate elements: an element that was appended once came twice in a read. One a read. */
export function findDuplicateElements(operations: Operations, versions: Versions, report: Report) {
  const { order, reads, readUntil, key } = versions;
  reads.forEach((read, index) => {
    const list = listAt(operations, read);
    if (list.length === readUntil[index] || distinct(list).length === list.length) return;
    const twice = list.find((element, place) => list.indexOf(element) < place);
    const reader = operations.nodeOf[read] as number;
    report('duplicate-elements', () => ({
      transactions: [idOf(operations, reader)],
      explanation: `${nameOf(operations, reader)} read ${twice} more than once in key ${key}: ${listWords(list)}, where the order without repetitions is ${listWords(order)}.`,
    }));
  });
}

/** Incompatible order: a read that is no prefix of the longest one (Elle, section 4). */
export function findIncompatibleOrders(operations: Operations, versions: Versions, report: Report) {
  const { order, reads, readUntil, key } = versions;
  reads.forEach((read, index) => {
    if (readUntil[index] !== UNPLACED) return;
    const list = distinct(listAt(operations, read));
    const place = list.findIndex((element, at) => element !== order[at]);
    const longest = reads[readUntil.indexOf(order.length)] as number;
    const [reader, other] = [read, longest].map((op) => operations.nodeOf[op] as number) as [
      number,
      number,
    ];
    report('incompatible-order', () => ({
      transactions: [...new Set([idOf(operations, other), idOf(operations, reader)])],
      explanation: `${nameOf(operations, other)} read ${listWords(order.slice(0, place + 1))} in key ${key} where ${nameOf(operations, reader)} read ${listWords(list.slice(0, place + 1))}: the two states belong to no common order of appends.`,
    }));
  });
}
