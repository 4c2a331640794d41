import type { Operations } from './operations.ts';
import { NOWHERE, type Versions } from './versions.ts';

/** Of each element of the order: the node that appended it, unless that failed or is unknown. */
export function authorsOf({ nodeOf, transactions }: Operations, { writers, appends }: Versions) {
  return writers.map((writer) => {
    const append = appends[writer];
    if (append === undefined) return NOWHERE;
    const node = nodeOf[append] as number;
    return transactions[node]?.outcome === 'fail' ? NOWHERE : node;
  });
}

/** The ops whose appends no read shows and that did not fail. */
export function unseenAppends(operations: Operations, versions: Versions): readonly number[] {
  const { transactions, nodeOf } = operations;
  const { appends, appendedAt } = versions;
  return appends.filter(
    (append, index) =>
      appendedAt[index] === NOWHERE && transactions[nodeOf[append] as number]?.outcome !== 'fail',
  );
}
