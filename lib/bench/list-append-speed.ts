import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  checkListAppend,
  type ListAppendOptions,
  type MicroOp,
  type Transaction,
} from '../checkers/list-append/index.ts';
import { monotonicClock } from '../core/clock.ts';
import { type Random, seededRandom } from '../core/random.ts';
import { timingOf } from './median.ts';

const ACTIVE_KEYS = 10;
const APPENDS_PER_KEY = 64;
const OPS_PER_TRANSACTION = 4;
const LANES = 16;
const CHECKS = 5;

export interface ListAppendSpeed {
  readonly transactions: number;
  /** Of the check alone: the median of five. */
  readonly ms: number;
  /** Heap and typed arrays in use right after a check, the history included: the most there was. */
  readonly heapMiB: number;
}

/**
 * Checks serial histories of so many transactions; by default for serializability.
 *
 * Each is a new one, since how a history happens to lie in memory is a tenth of the time. The
 * first warms up and does not count. Each starts on a heap with the history alone, so that none
 * pays for what others left; what garbage it collects on its way is its own, and counts.
 */
export function listAppendSpeed(
  transactions: number,
  options: ListAppendOptions = { level: 'serializable' },
): ListAppendSpeed {
  const all = Array.from({ length: 1 + CHECKS }, (_, seed) => {
    const history = serialHistory(transactions, seededRandom(seed, 'list-append-speed'));
    return checkOnce(history, options);
  });
  const checks = all.slice(1);
  return {
    transactions,
    ms: timingOf(checks.map(({ ms }) => ms)).medianMs,
    heapMiB: Math.max(...checks.map(({ heapMiB }) => heapMiB)),
  };
}

function checkOnce(history: readonly Transaction[], options: ListAppendOptions) {
  collectGarbage();
  const startedAt = monotonicClock.now();
  const { valid, counts } = checkListAppend(history, options);
  const ms = monotonicClock.now() - startedAt;
  if (!valid) throw new Error(`expected a valid history, found ${JSON.stringify(counts)}`);
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { ms, heapMiB: Math.round((heapUsed + arrayBuffers) / 2 ** 20) };
}

function collectGarbage() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** Transactions that take effect one after the other, while up to 16 clients have one in flight. */
function serialHistory(count: number, random: Random): readonly Transaction[] {
  const active = Array.from({ length: ACTIVE_KEYS }, (_, key) => ({ key, list: [] as number[] }));
  let keys = ACTIVE_KEYS;
  return Array.from({ length: count }, (_, id): Transaction => {
    const ops = Array.from({ length: OPS_PER_TRANSACTION }, (): MicroOp => {
      const slot = random.pick(active);
      if (random.next() < 0.5) return { f: 'r', key: slot.key, value: slot.list.slice() };
      if (slot.list.length === APPENDS_PER_KEY) Object.assign(slot, { key: keys++, list: [] });
      const value = slot.list.length + 1;
      slot.list.push(value);
      return { f: 'append', key: slot.key, value };
    });
    const [invokedAt, settledAt] = [
      id - (LANES / 2) * random.next(),
      id + (LANES / 2 - 1) * random.next(),
    ];
    return { id, lane: id % LANES, invokedAt, settledAt, outcome: 'ok', ops };
  });
}
