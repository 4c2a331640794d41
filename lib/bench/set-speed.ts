import { checkSet } from '../checkers/set/check-set.ts';
import type { Add, Read, SetHistory } from '../checkers/set/types.ts';
import { monotonicClock } from '../core/clock.ts';
import { seededRandom } from '../core/random.ts';

/** How a history of a grow-only set for the measurement is made. */
export interface SetSize {
  readonly elements: number;
  /** Reads during the run, each of everything there is by then, evenly spread. */
  readonly reads: number;
}

export interface SetSpeed extends SetSize {
  /** How many elements all reads held together. */
  readonly sightings: number;
  /** Of the check alone. */
  readonly ms: number;
}

/** Generates a correct history of some size, checks it, and says how long the check took. */
export function setSpeed(size: SetSize): SetSpeed {
  const history = correctHistory(size);
  const startedAt = monotonicClock.now();
  const { lost, staleReads, flicker } = checkSet(history);
  const ms = monotonicClock.now() - startedAt;
  if (lost.count + staleReads.count + flicker.count > 0) throw new Error('expected no finding');
  const sightings = history.reads.reduce((sum, { elements }) => sum + elements.length, 0);
  return { ...size, sightings, ms };
}

/** One add a millisecond, each acknowledged within 20 ms; no read lacks an acknowledged one. */
function correctHistory({ elements, reads }: SetSize): SetHistory {
  const { next } = seededRandom(1, 'set-speed');
  const adds = Array.from({ length: elements }, (_, value): Add => {
    return { id: value, value, invokedAt: value, settledAt: value + 20 * next(), outcome: 'ok' };
  });
  const all = Int32Array.from(adds, ({ value }) => value);
  const finalReads = ['a', 'b', 'c'].flatMap((machine, at) => [
    { machine, pass: 'live' as const, elements: all, evidence: at },
    { machine, pass: 'restarted' as const, elements: all, evidence: at + 3 },
  ]);
  return { adds, reads: evenReads(reads, all), finalReads };
}

function evenReads(count: number, all: Int32Array): readonly Read[] {
  return Array.from({ length: count }, (_, id): Read => {
    const invokedAt = Math.floor(((id + 1) * all.length) / count);
    return { id, invokedAt, settledAt: invokedAt + 50, elements: all.subarray(0, invokedAt) };
  });
}
