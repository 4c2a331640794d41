import type { Report } from './anomaly.ts';
import { idOf, microOpAt, nameOf, type Operations } from './operations.ts';
import type { Versions } from './versions.ts';
import { listWords } from './words.ts';

/**
 * Dirty update: a committed append builds on a failed one (Elle's list-append analysis).
 *
 * One sighting for each stretch of failed appends in the version order.
 */
export function findDirtyUpdates(operations: Operations, versions: Versions, report: Report) {
  const { writers, appends, key } = versions;
  const { transactions, nodeOf } = operations;
  let dirty: number | undefined;
  for (const writer of writers) {
    const append = appends[writer];
    if (append === undefined) continue;
    const { outcome } = transactions[nodeOf[append] as number] ?? {};
    if (outcome === 'ok' && dirty !== undefined) see(dirty, append);
    if (outcome === 'ok') dirty = undefined;
    if (outcome === 'fail') dirty = append;
  }

  function see(failed: number, committed: number) {
    const [aborted, builder] = [failed, committed].map((op) => nodeOf[op] as number) as [
      number,
      number,
    ];
    report('dirty-update', () => ({
      transactions: [idOf(operations, aborted), idOf(operations, builder)],
      explanation: `${nameOf(operations, aborted)} failed, and yet ${nameOf(operations, builder)} appended ${microOpAt(operations, committed).value} to key ${key} on top of its append of ${microOpAt(operations, failed).value}.`,
    }));
  }
}

/**
 * Lost update: two committed transactions read the same version and both appended to it
 * (Adya 1999, H_lu in section 4.3; found as Elle does, without need of the order of the appends).
 */
export function findLostUpdates(operations: Operations, versions: Versions, report: Report) {
  const { order, key } = versions;
  for (const [until, nodes] of updatersByVersion(operations, versions)) {
    if (nodes.length < 2) continue;
    report('lost-update', () => ({
      transactions: nodes.map((node) => idOf(operations, node)),
      explanation: `${nodes.map((node) => nameOf(operations, node)).join(', ')} each read ${listWords(order.slice(0, until))} of key ${key}, appended to it and committed: none of them can have seen another's append.`,
    }));
  }
}

/** Nodes that read a version from outside before their first append to the key, by its length. */
function updatersByVersion({ nodeOf, transactions }: Operations, versions: Versions) {
  const { reads, readUntil, appends } = versions;
  const updaters = new Map<number, number[]>();
  let next = 0;
  for (let index = 0; index < reads.length; index++) {
    const read = reads[index] as number;
    const node = nodeOf[read] as number;
    while (next < appends.length && (nodeOf[appends[next] as number] as number) < node) next++;
    const append = appends[next];
    const isFirst = index === 0 || nodeOf[reads[index - 1] as number] !== node;
    if (!isFirst || append === undefined || nodeOf[append] !== node || append < read) continue;
    const until = readUntil[index] as number;
    if (until < 0 || transactions[node]?.outcome !== 'ok') continue;
    const nodes = updaters.get(until);
    if (nodes === undefined) updaters.set(until, [node]);
    else nodes.push(node);
  }
  return updaters;
}
