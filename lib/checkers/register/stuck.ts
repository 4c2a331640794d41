import { explain } from './explain.ts';
import { byInvocation, type KeyHistory, NONE, type Step } from './key-history.ts';
import type { Memo, Visited } from './memo.ts';
import type { RegisterOperation, RegisterValue } from './operation.ts';

/**
 * Why one register is not linearizable: the operation at whose return no order is left.
 *
 * Everything that returned before it can be put in order; with it nothing can. Where an operation
 * that returned later could have taken effect before, it was given that chance.
 */
export interface StuckKey {
  readonly key: number;
  /** Id of the operation that can't be linearized. */
  readonly stuck: number;
  /** Ids of the operations in flight with it that happened or may have, by invocation. */
  readonly concurrent: readonly number[];
  /** What the register can hold when it returns, in all orders of what returned before. */
  readonly values: readonly RegisterValue[];
  /** Ids of the operations that write what it saw, those that failed among them. */
  readonly writers: readonly number[];
  /** How many `ok` operations returned up to and with it: the smallest prefix without an order. */
  readonly prefix: number;
  readonly explanation: string;
}

/** Reads the evidence off a search that found no order. `operations`: all of this key. */
export function stuckKey(
  history: KeyHistory,
  operations: readonly RegisterOperation[],
  memo: Memo,
): StuckKey {
  const stuck = history.steps[memo.furthest] as Step;
  const seen = stuck.requires === NONE ? undefined : history.values[stuck.requires];
  const writers = operations
    .filter((operation) => seen !== undefined && writtenBy(operation) === seen)
    .sort((one, other) => one.id - other.id);
  const finding = {
    key: history.key,
    stuck: stuck.operation.id,
    concurrent: concurrentWith(stuck, history.steps).map(({ operation }) => operation.id),
    values: valuesAt(history, stuck, memo),
    writers: writers.map(({ id }) => id),
    prefix: memo.furthest + 1,
  };
  return { ...finding, explanation: explain(stuck.operation, finding, writers) };
}

function writtenBy({ f, value, output }: RegisterOperation): number | undefined {
  if (f === 'write') return value;
  return f === 'cas' && output !== 'mismatch' ? value[1] : undefined;
}

const concurrentWith = (stuck: Step, steps: readonly Step[]): readonly Step[] =>
  steps
    .filter((step) => step !== stuck)
    .filter(({ invokedAt }) => invokedAt <= stuck.returnedAt)
    .filter(({ returnedAt }) => returnedAt >= stuck.invokedAt)
    .sort(byInvocation);

/** What the register can hold in every configuration that reached this front, by value. */
function valuesAt(history: KeyHistory, stuck: Step, memo: Memo): readonly RegisterValue[] {
  const { steps, definite, values } = history;
  const open = steps.slice(definite).filter(({ invokedAt }) => invokedAt <= stuck.returnedAt);
  const possible = new Set<number>();
  for (const visited of memo.atFurthest()) {
    for (const state of reachable(visited, open)) possible.add(state);
  }
  return [...possible]
    .map((position) => values[position] ?? null)
    .sort(
      (one, other) => Number(one !== null) - Number(other !== null) || Number(one) - Number(other),
    );
}

/** The state, and what open steps that have not been taken can make of it. */
function reachable({ state, openTaken }: Visited, open: readonly Step[]): ReadonlySet<number> {
  const isTaken = (position: number) =>
    (((openTaken[position >>> 4] ?? 0) >>> (position & 15)) & 1) === 1;
  const free = open.filter((_, position) => !isTaken(position));
  const states = new Set([state]);
  for (const from of states) {
    for (const { requires, writes } of free) {
      if (requires === NONE || requires === from) states.add(writes);
    }
  }
  return states;
}
