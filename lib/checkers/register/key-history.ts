import type { RegisterOperation, RegisterValue } from './operation.ts';

/** No condition, or no change: stands in the place of a position in `values`. */
export const NONE = -1;

/** The position of null in `values`: what a register holds before its first write. */
export const UNWRITTEN = 0;

/** An operation as a transition of the register; values are positions in `KeyHistory.values`. */
export interface Step {
  readonly operation: RegisterOperation;
  readonly invokedAt: number;
  /** ms; Infinity for an open operation, which may take effect at any time or never. */
  readonly returnedAt: number;
  /** What the register must hold. */
  readonly requires: number;
  /** What the register must not hold. */
  readonly refuses: number;
  readonly writes: number;
  /** Equal for steps that do the same. */
  readonly effect: number;
}

/** The operations of one register that may have happened, and that tell something. */
export interface KeyHistory {
  readonly key: number;
  readonly values: readonly RegisterValue[];
  /** The first `definite` of them happened, by their return; the others are open, by invocation. */
  readonly steps: readonly Step[];
  readonly definite: number;
  /** By step: until when its effect is needed, ms. The least is best tried first. */
  readonly neededUntil: readonly number[];
  /** Open steps by what they write. */
  readonly openByValue: ReadonlyMap<number, readonly number[]>;
}

type Transition = Pick<Step, 'requires' | 'refuses' | 'writes'>;

/** Sorts out what must have happened, what may have, and what says nothing. */
export function keyHistory(key: number, operations: readonly RegisterOperation[]): KeyHistory {
  const value = interner<RegisterValue>();
  value.of(null);
  const effect = interner<string>();
  const steps = operations.flatMap((operation): Step[] => {
    const transition = transitionOf(operation, value.of);
    if (transition === undefined) return [];
    const { requires, refuses, writes } = transition;
    return [
      {
        operation,
        ...transition,
        ...lifetime(operation),
        effect: effect.of(`${requires} ${refuses} ${writes}`),
      },
    ];
  });
  const definite = steps.filter(({ operation }) => operation.outcome === 'ok').sort(byReturn);
  const open = steps.filter(({ operation }) => operation.outcome !== 'ok').sort(byInvocation);
  const all = [...definite, ...open];
  return {
    key,
    values: value.all,
    steps: all,
    definite: definite.length,
    neededUntil: neededUntil(all),
    openByValue: Map.groupBy(
      open.map((_, position) => definite.length + position),
      (index) => all[index]?.writes ?? NONE,
    ),
  };
}

/** What the operation asks of the register and does to it; undefined if it tells nothing. */
function transitionOf(
  { f, value, output, outcome }: RegisterOperation,
  positionOf: (value: RegisterValue) => number,
): Transition | undefined {
  if (outcome === 'fail') return undefined;
  if (f === 'write') return { requires: NONE, refuses: NONE, writes: positionOf(value) };
  if (f === 'read') {
    if (outcome === 'info' || output === undefined) return undefined;
    return { requires: positionOf(output), refuses: NONE, writes: NONE };
  }
  const [expected, next] = value.map(positionOf) as [number, number];
  if (outcome === 'ok' && output === 'mismatch') {
    return { requires: NONE, refuses: expected, writes: NONE };
  }
  if (expected !== next) return { requires: expected, refuses: NONE, writes: next };
  return outcome === 'info' ? undefined : { requires: expected, refuses: NONE, writes: NONE };
}

/** Times that can't be are read as wide as possible, which accuses nobody. */
function lifetime({ invokedAt, settledAt, outcome }: RegisterOperation) {
  const from = Number.isNaN(invokedAt) ? Number.NEGATIVE_INFINITY : invokedAt;
  const answered = outcome === 'ok' && settledAt >= from;
  return { invokedAt: from, returnedAt: answered ? settledAt : Number.POSITIVE_INFINITY };
}

/**
 * What a step alone writes has to stay until the last that saw it is invoked (the zones of Gibbons
 * & Korach, "Testing shared memories", 1997); of what several write, nothing is known.
 */
function neededUntil(steps: readonly Step[]): readonly number[] {
  const writers = new Map<number, number>();
  const lastSeen = new Map<number, number>();
  for (const { writes, requires, invokedAt, operation } of steps) {
    writers.set(writes, (writers.get(writes) ?? 0) + 1);
    if (operation.outcome !== 'ok' || requires === NONE) continue;
    lastSeen.set(requires, Math.max(invokedAt, lastSeen.get(requires) ?? invokedAt));
  }
  return steps.map(({ writes, invokedAt, returnedAt }) =>
    writers.get(writes) === 1 ? (lastSeen.get(writes) ?? invokedAt) : returnedAt,
  );
}

function interner<T>() {
  const positions = new Map<T, number>();
  const all: T[] = [];
  const of = (item: T): number => {
    const known = positions.get(item);
    if (known !== undefined) return known;
    positions.set(item, all.length);
    return all.push(item) - 1;
  };
  return { of, all };
}

/** Not by subtraction: Infinity - Infinity is not a number. */
export const compare = (one: number, other: number): number =>
  one < other ? -1 : one > other ? 1 : 0;

export const byInvocation = (one: Step, other: Step): number =>
  compare(one.invokedAt, other.invokedAt) || compare(one.operation.id, other.operation.id);

const byReturn = (one: Step, other: Step): number =>
  compare(one.returnedAt, other.returnedAt) || byInvocation(one, other);
