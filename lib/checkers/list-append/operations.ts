import { scratch } from './scratch.ts';
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
  /** Key index of each op. */
  readonly keyOf: Int32Array;
  readonly nodeOf: Int32Array;
  readonly firstOp: Int32Array;
}

export function indexOperations(input: readonly Transaction[]): Operations {
  const { isSorted, total } = survey(input);
  const transactions = isSorted ? input : input.toSorted((one, other) => one.id - other.id);
  const { keys, keyOf, nodeOf, firstOp } = internKeys(transactions, total);
  return { transactions, keys, ...groupByKey(keyOf, keys.length), keyOf, nodeOf, firstOp };
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

/** Whether the transactions come by id, and how many ops they have: in one go, they may be far apart. */
function survey(transactions: readonly Transaction[]) {
  let isSorted = true;
  let total = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { id, ops } of transactions) {
    isSorted &&= last <= id;
    last = id;
    total += ops.length;
  }
  return { isSorted, total };
}

function internKeys(transactions: readonly Transaction[], total: number) {
  const keys: number[] = [];
  const indexes = new Map<number, number>();
  const keyOf = scratch(Int32Array, total);
  const nodeOf = scratch(Int32Array, total);
  const firstOp = scratch(Int32Array, transactions.length + 1);
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
    firstOp[node + 1] = op;
  });
  return { keys, keyOf, nodeOf, firstOp };
}

/** Counting sort, from the last on, so that the ops of a key stay in ascending order. */
function groupByKey(keyOf: Int32Array, keys: number) {
  const opsStart = scratch(Int32Array, keys + 1);
  for (const key of keyOf) opsStart[key] = (opsStart[key] as number) + 1;
  for (let key = 1; key <= keys; key++) {
    opsStart[key] = (opsStart[key] as number) + (opsStart[key - 1] as number);
  }
  const ops = scratch(Int32Array, keyOf.length);
  for (let op = keyOf.length - 1; op >= 0; op--) {
    const key = keyOf[op] as number;
    const place = (opsStart[key] as number) - 1;
    ops[place] = op;
    opsStart[key] = place;
  }
  return { ops, opsStart };
}
