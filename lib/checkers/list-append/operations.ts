import type { MicroOp, Transaction } from './transaction.ts';

/**
 * All micro-operations of a history, numbered through and grouped by key.
 *
 * Numbers: a *node* is a transaction's position by id; an *op* a micro-operation's position when
 * all are laid end to end in that order; a *key index* a key's place in order of appearance.
 */
export interface Operations {
  readonly transactions: readonly Transaction[];
  readonly keys: readonly number[];
  /** The ops of key index k, ascending: `ops[opsStart[k] .. opsStart[k + 1])`. */
  readonly ops: Int32Array;
  readonly opsStart: Int32Array;
  readonly nodeOf: Int32Array;
  readonly firstOp: Int32Array;
}

export function indexOperations(input: readonly Transaction[]): Operations {
  const transactions = sortedById(input);
  const firstOp = new Int32Array(transactions.length + 1);
  transactions.forEach(({ ops }, node) => {
    firstOp[node + 1] = (firstOp[node] as number) + ops.length;
  });
  const { keys, keyOf, nodeOf } = internKeys(transactions, firstOp.at(-1) ?? 0);
  return { transactions, keys, ...groupByKey(keyOf, keys.length), nodeOf, firstOp };
}

export function microOpAt({ transactions, nodeOf, firstOp }: Operations, op: number): MicroOp {
  const node = nodeOf[op] as number;
  return transactions[node]?.ops[op - (firstOp[node] as number)] as MicroOp;
}

/** A transaction's name in sentences. */
export function nameOf({ transactions }: Operations, node: number): string {
  return `T${transactions[node]?.id}`;
}

export function idOf({ transactions }: Operations, node: number): number {
  return transactions[node]?.id as number;
}

function sortedById(transactions: readonly Transaction[]): readonly Transaction[] {
  const sorted = transactions.every(
    ({ id }, index) => index === 0 || (transactions[index - 1] as Transaction).id <= id,
  );
  return sorted ? transactions : transactions.toSorted((one, other) => one.id - other.id);
}

function internKeys(transactions: readonly Transaction[], total: number) {
  const keys: number[] = [];
  const indexes = new Map<number, number>();
  const keyOf = new Int32Array(total);
  const nodeOf = new Int32Array(total);
  let op = 0;
  transactions.forEach(({ ops }, node) => {
    for (const { key } of ops) {
      let index = indexes.get(key);
      if (index === undefined) {
        index = keys.push(key) - 1;
        indexes.set(key, index);
      }
      keyOf[op] = index;
      nodeOf[op++] = node;
    }
  });
  return { keys, keyOf, nodeOf };
}

/** Counting sort, so that the ops of a key stay in ascending order. */
function groupByKey(keyOf: Int32Array, keys: number) {
  const opsStart = new Int32Array(keys + 1);
  for (const key of keyOf) opsStart[key + 1] = (opsStart[key + 1] as number) + 1;
  for (let key = 0; key < keys; key++) {
    opsStart[key + 1] = (opsStart[key + 1] as number) + (opsStart[key] as number);
  }
  const next = opsStart.slice();
  const ops = new Int32Array(keyOf.length);
  for (let op = 0; op < keyOf.length; op++) {
    const key = keyOf[op] as number;
    const place = next[key] as number;
    ops[place] = op;
    next[key] = place + 1;
  }
  return { ops, opsStart };
}
