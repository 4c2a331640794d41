import type { Append, MicroOp, Read, Transaction } from './transaction.ts';

export const append = (key: number, value: number): Append => ({ f: 'append', key, value });

export const read = (key: number, ...value: readonly number[]): Read => ({ f: 'r', key, value });

/** A transaction as a test writes it: committed, and at the same time as all others. */
export function transaction(
  id: number,
  ops: readonly MicroOp[],
  changes: Partial<Transaction> = {},
): Transaction {
  return { id, lane: id, invokedAt: 0, settledAt: 1_000, outcome: 'ok', ops, ...changes };
}
