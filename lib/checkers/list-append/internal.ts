import type { Report } from './anomaly.ts';
import { idOf, nameOf, type Operations } from './operations.ts';
import type { MicroOp, Transaction } from './transaction.ts';
import { listWords } from './words.ts';

/**
 * What one committed transaction tells against itself; one sighting of a kind a transaction.
 *
 * Internal: a read that contradicts the transaction's own earlier read or appends of that key
 * (axiom INT of Cerone, Bernardi & Gotsman 2015). Future read: it shows an element that the
 * transaction appends only later (Elle's list-append analysis).
 */
export function findContradictions(operations: Operations, report: Report) {
  operations.transactions.forEach((transaction, node) => {
    if (transaction.outcome !== 'ok' || !comesBack(operations, node)) return;
    const internal = internalCase(transaction);
    const future = futureCase(transaction);
    const transactions = [idOf(operations, node)];
    const name = nameOf(operations, node);
    if (internal !== undefined) {
      report('internal', () => ({ transactions, explanation: `${name} ${internal}` }));
    }
    if (future !== undefined) {
      report('future-read', () => ({ transactions, explanation: `${name} ${future}` }));
    }
  });
}

/** Whether a transaction has a key twice. Most have not, and need not be looked at in full. */
function comesBack({ keyOf, firstOp }: Operations, node: number): boolean {
  const first = firstOp[node] as number;
  const end = firstOp[node + 1] as number;
  for (let op = first + 1; op < end; op++) {
    for (let before = first; before < op; before++) if (keyOf[before] === keyOf[op]) return true;
  }
  return false;
}

function internalCase({ ops }: Transaction): string | undefined {
  for (let at = 1; at < ops.length; at++) {
    const op = ops[at] as MicroOp;
    if (op.f !== 'r' || op.value === undefined) continue;
    const { before, own } = earlier(ops, at);
    const expected = before === undefined ? own : [...before, ...own];
    const start = before === undefined ? op.value.length - own.length : 0;
    const holds =
      (before === undefined || op.value.length === expected.length) &&
      expected.every(
        (element, index) => (op.value as readonly number[])[start + index] === element,
      );
    if (!holds) {
      const after = before === undefined ? `a list that ends with` : 'exactly';
      return `read ${listWords(op.value)} of key ${op.key} where its own earlier operations leave ${after} ${listWords(expected)}.`;
    }
  }
  return undefined;
}

const nothing: readonly number[] = [];

/** The last answered read of the key before `at`, and the transaction's own appends since it. */
function earlier(ops: readonly MicroOp[], at: number) {
  const { key } = ops[at] as MicroOp;
  let own = nothing;
  for (let index = at - 1; index >= 0; index--) {
    const op = ops[index] as MicroOp;
    if (op.key !== key) continue;
    if (op.f === 'append') own = [op.value, ...own];
    else if (op.value !== undefined) return { before: op.value, own };
  }
  return { before: undefined, own };
}

function futureCase({ ops }: Transaction): string | undefined {
  for (let at = 1; at < ops.length; at++) {
    const op = ops[at] as MicroOp;
    if (op.f !== 'append') continue;
    for (let before = 0; before < at; before++) {
      const other = ops[before] as MicroOp;
      if (other.f === 'r' && other.key === op.key && other.value?.includes(op.value)) {
        return `read ${op.value} in key ${op.key} before it appended it.`;
      }
    }
  }
  return undefined;
}
