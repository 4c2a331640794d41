import {
  checkListAppend,
  type ListAppendOptions,
  type MicroOp,
  type Transaction,
} from '../checkers/list-append/index.ts';
import { monotonicClock } from '../core/clock.ts';
import { type Random, seededRandom } from '../core/random.ts';

const ACTIVE_KEYS = 10;
const APPENDS_PER_KEY = 64;
const OPS_PER_TRANSACTION = 4;
const LANES = 16;

export interface ListAppendSpeed {
  readonly transactions: number;
  /** Of the check alone. */
  readonly ms: number;
  /** Heap and typed arrays in use right after the check, the history included. */
  readonly heapMiB: number;
}

/** Checks a serial history of so many transactions; by default for serializability. */
export function listAppendSpeed(
  transactions: number,
  options: ListAppendOptions = { level: 'serializable' },
): ListAppendSpeed {
  const history = serialHistory(transactions, seededRandom(1, 'list-append-speed'));
  const startedAt = monotonicClock.now();
  const { valid, counts } = checkListAppend(history, options);
  const ms = monotonicClock.now() - startedAt;
  if (!valid) throw new Error(`expected a valid history, found ${JSON.stringify(counts)}`);
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { transactions, ms, heapMiB: Math.round((heapUsed + arrayBuffers) / 2 ** 20) };
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
