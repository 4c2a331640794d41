import type { Progress } from '../core/progress.ts';
import { historySpeed } from './history-speed.ts';
import { listAppendSpeed } from './list-append-speed.ts';
import { registerSpeed } from './register-speed.ts';
import { setSpeed } from './set-speed.ts';
import type { Claim } from './tables.ts';

const MIB_ALLOWED = 2_048;

/** How long it takes to judge histories of the sizes that are promised; single thread. */
export async function judgingClaims(note: Progress): Promise<readonly Claim[]> {
  note('a set of 1,000,000 elements, read 200 times');
  const set = setSpeed({ elements: 1_000_000, reads: 200 });
  note('100,000 operations on 1,000 registers');
  const register = registerSpeed({
    operations: 100_000,
    keys: 1_000,
    concurrency: 10,
    seed: 1,
  });
  note('1,000,000 transactions');
  const quarter = listAppendSpeed(250_000);
  const all = listAppendSpeed(1_000_000);
  if (all.heapMiB > MIB_ALLOWED) {
    note(`transactions took ${Math.round(all.heapMiB)} MiB, allowed: ${MIB_ALLOWED}`);
  }
  note('a history of 1 GB');
  const history = await historySpeed(1_000);
  return [
    { what: '1,000,000 set elements, 200 reads', foundMs: set.ms, atMostMs: 2_000 },
    {
      what: '100,000 register operations, 1,000 keys, concurrency 10',
      foundMs: register.ms,
      atMostMs: 3_000,
    },
    { what: '1,000,000 list-append transactions', foundMs: all.ms, atMostMs: 6_000 },
    {
      what: 'the same, as against 250,000 doubled twice (2.2 times each)',
      foundMs: all.ms,
      atMostMs: 2.2 ** 2 * quarter.ms,
    },
    { what: 'reading a history of 1 GB', foundMs: history.ms, atMostMs: 10_000 },
  ];
}
