import type { Probe } from '../../measures/probes.ts';

/** One operation as the page carries it; words stand in a list of their own, -1 for none. */
export type OperationRow = readonly [
  due: number,
  id: number,
  lane: number,
  f: number,
  outcome: number,
  /** From the due time to the answer in ms; -1 where there was none. */
  tookMs: number,
  machine: number,
  error: number,
  value: string,
];

/** Operations to be read one by one, with the words that they share. */
export interface Operations {
  readonly rows: readonly OperationRow[];
  readonly words: readonly string[];
  /** How many there were; more than there are rows where only the extremes are kept. */
  readonly total: number;
}

/** In the order of their numbers. */
export const outcomes = ['ok', 'fail', 'info', 'open'] as const;

const VALUE_LENGTH = 60;
const ERROR_LENGTH = 160;
/** Errors that hold a number of their own each would make a page of words. */
const WORDS = 400;

/**
 * As many operations as `budget` allows, in order of due time. Of more than that, each stretch of
 * time keeps its slowest answer and its first operation that was not answered well.
 */
export function operationsOf(probes: readonly Probe[], budget: number): Operations {
  const kept = probes.length <= budget ? probes : extremesOf(probes, Math.floor(budget / 2));
  const numbers = new Map<string, number>();
  const wordNumber: NumberOf = (word, most = Number.POSITIVE_INFINITY) => {
    if (word === undefined) return -1;
    const known = numbers.get(word);
    if (known !== undefined) return known;
    if (numbers.size >= most) return -1;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  };
  const rows = kept.map((probe) => rowOf(probe, wordNumber));
  return { rows, words: [...numbers.keys()], total: probes.length };
}

/** The number of a word; -1 for none, and for a new one where there are `most` already. */
type NumberOf = (word: string | undefined, most?: number) => number;

function rowOf(probe: Probe, wordNumber: NumberOf): OperationRow {
  const { due, id, lane, f, outcome, settledAt, machine, error, value } = probe;
  return [
    tenths(due),
    id,
    lane,
    wordNumber(f),
    outcomes.indexOf(outcome),
    Number.isFinite(settledAt) ? tenths(settledAt - due) : -1,
    wordNumber(machine),
    wordNumber(error && cut(`${error.code} ${error.message}`, ERROR_LENGTH), WORDS),
    cut(value === null ? '' : JSON.stringify(value), VALUE_LENGTH),
  ];
}

function extremesOf(probes: readonly Probe[], stretches: number): readonly Probe[] {
  const first = probes[0]?.due ?? 0;
  const length = ((probes.at(-1)?.due ?? 0) - first) / stretches || 1;
  const slowest = new Map<number, Probe>();
  const bad = new Map<number, Probe>();
  for (const probe of probes) {
    const stretch = Math.min(stretches - 1, Math.floor((probe.due - first) / length));
    if (!probe.good && !bad.has(stretch)) bad.set(stretch, probe);
    const before = slowest.get(stretch);
    if (probe.outcome === 'ok' && (before === undefined || tookMs(probe) > tookMs(before))) {
      slowest.set(stretch, probe);
    }
  }
  return [...new Set([...slowest.values(), ...bad.values()])].sort(
    (one, other) => one.due - other.due || one.id - other.id,
  );
}

const tookMs = ({ settledAt, due }: Probe): number => settledAt - due;
const tenths = (ms: number): number => Math.round(ms * 10) / 10;
const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
