import type { Clock } from '../../core/clock.ts';
import { formatMs } from '../../core/duration.ts';
import { keyHistory } from './key-history.ts';
import type { RegisterOperation } from './operation.ts';
import { type Limits, search } from './search.ts';
import { type StuckKey, stuckKey } from './stuck.ts';

/** What the whole check may use; where that is not enough, its answer is unknown. */
export interface RegisterCaps {
  readonly timeMs: number;
  /** Of the visited configurations, by estimate; keys are searched one after another. */
  readonly memoryMiB: number;
}

export interface RegisterOptions {
  readonly caps: RegisterCaps;
  readonly clock: Pick<Clock, 'now'>;
}

/** A key for which neither an order nor its absence was found. */
export interface UndecidedKey {
  readonly key: number;
  readonly cap: keyof RegisterCaps;
  readonly reason: string;
}

export interface RegisterResult {
  /** Not linearizable as soon as one key is not; unknown only if none is and one is undecided. */
  readonly verdict: 'linearizable' | 'not-linearizable' | 'unknown';
  /** Every key that is not linearizable, ascending. */
  readonly keys: readonly StuckKey[];
  /** Ascending. */
  readonly undecided: readonly UndecidedKey[];
  readonly checked: { readonly keys: number; readonly operations: number };
}

interface Subject {
  readonly key: number;
  readonly operations: readonly RegisterOperation[];
}

type Answer =
  | { readonly is: 'linearizable' }
  | { readonly is: 'stuck'; readonly stuck: StuckKey }
  | { readonly is: 'undecided'; readonly cap: keyof RegisterCaps; readonly subject: Subject };

/**
 * Whether registers that are read, written, and compared and set are linearizable, each key alone:
 * a history is linearizable if it is for each of its objects (Herlihy & Wing, "Linearizability: a
 * correctness condition for concurrent objects", 1990, theorem 1).
 *
 * Registers hold nothing before their first write. Operations that touch in one instant count as
 * concurrent. The caps are the only thing beside the operations that the answer depends on.
 */
export function checkRegister(
  operations: readonly RegisterOperation[],
  { caps, clock }: RegisterOptions,
): RegisterResult {
  const subjects = [...Map.groupBy(operations, ({ key }) => key)]
    .map(([key, own]): Subject => ({ key, operations: own }))
    .sort((one, other) => one.key - other.key);
  const answers = searchAll(subjects, caps, clock);
  const keys = answers.flatMap((answer) => (answer.is === 'stuck' ? [answer.stuck] : []));
  const undecided = answers.flatMap((answer) =>
    answer.is === 'undecided' ? [undecidedKey(answer.subject, answer.cap, caps)] : [],
  );
  return {
    verdict: verdictOf(keys, undecided),
    keys: keys.sort(byKey),
    undecided: undecided.sort(byKey),
    checked: { keys: subjects.length, operations: operations.length },
  };
}

const byKey = (one: { readonly key: number }, other: { readonly key: number }): number =>
  one.key - other.key;

function verdictOf(
  keys: readonly StuckKey[],
  undecided: readonly UndecidedKey[],
): RegisterResult['verdict'] {
  if (keys.length > 0) return 'not-linearizable';
  return undecided.length > 0 ? 'unknown' : 'linearizable';
}

/**
 * Each key first within its share of the time, then the undecided ones with all that is left: a
 * key that can't be decided never hides the failure of another.
 */
function searchAll(
  subjects: readonly Subject[],
  { timeMs, memoryMiB }: RegisterCaps,
  { now }: Pick<Clock, 'now'>,
): readonly Answer[] {
  const end = now() + timeMs;
  const bytes = memoryMiB * 2 ** 20;
  const share = (subject: Subject, left: number): Answer => {
    const time = now();
    return searchKey(subject, { until: time + (end - time) / left, now, bytes });
  };
  const first = subjects.map((subject, index) => share(subject, subjects.length - index));
  const late = first.flatMap((answer) => (isLate(answer) ? [answer.subject] : []));
  const again = late.map((subject, index) => share(subject, late.length - index));
  return [...first.filter((answer) => !isLate(answer)), ...again];
}

const isLate = (answer: Answer): answer is Extract<Answer, { is: 'undecided' }> =>
  answer.is === 'undecided' && answer.cap === 'timeMs';

function searchKey(subject: Subject, limits: Limits): Answer {
  const history = keyHistory(subject.key, subject.operations);
  const found = search(history, limits);
  switch (found.found) {
    case 'order':
      return { is: 'linearizable' };
    case 'no order':
      return { is: 'stuck', stuck: stuckKey(history, subject.operations, found.memo) };
    case 'limit':
      return { is: 'undecided', cap: found.limit, subject };
  }
}

function undecidedKey(
  { key, operations }: Subject,
  cap: keyof RegisterCaps,
  { timeMs, memoryMiB }: RegisterCaps,
): UndecidedKey {
  const used = cap === 'timeMs' ? `${formatMs(timeMs)} for all keys` : `${memoryMiB} MiB`;
  const reason = `Key ${key}: ${operations.length} operations have too many orders to be searched within ${used} (${cap}).`;
  return { key, cap, reason };
}
