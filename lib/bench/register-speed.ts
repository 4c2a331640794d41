import { checkRegister, type RegisterOperation } from '../checkers/register/index.ts';
import { monotonicClock } from '../core/clock.ts';
import { seededRandom } from '../core/random.ts';

export interface RegisterLoad {
  readonly operations: number;
  readonly keys: number;
  /** Operations in flight at one time, on each key. */
  readonly concurrency: number;
  readonly seed: number;
}

export interface RegisterSpeed {
  readonly operations: number;
  /** Of the check alone. */
  readonly ms: number;
}

/** How long it takes to find that a register's history is linearizable. */
export function registerSpeed(load: RegisterLoad): RegisterSpeed {
  const operations = generate(load);
  const startedAt = monotonicClock.now();
  const { verdict } = checkRegister(operations, {
    caps: { timeMs: 60_000, memoryMiB: 1_024 },
    clock: monotonicClock,
  });
  const ms = monotonicClock.now() - startedAt;
  if (verdict !== 'linearizable') throw new Error(`a correct register was found ${verdict}`);
  return { operations: operations.length, ms };
}

/** What lanes see of correct registers: reads, writes and cas, a third each; values 0 to 4. */
function generate({ operations, keys, concurrency, seed }: RegisterLoad): RegisterOperation[] {
  const random = seededRandom(seed, 'register-speed');
  const held = new Map<number, number>();
  const any = () => Math.floor(random.next() * 5);
  /** Each key has its own time axis: every operation takes effect at its own instant on it. */
  const operation = (id: number): RegisterOperation => {
    const key = id % keys;
    const instant = Math.floor(id / keys);
    const at = {
      id,
      key,
      lane: instant % concurrency,
      invokedAt: instant - random.next() * concurrency,
      settledAt: instant + random.next() * concurrency,
      outcome: 'ok',
    } as const;
    const now = held.get(key);
    const f = random.pick(['read', 'write', 'cas'] as const);
    if (f === 'read') return { ...at, f, output: now ?? null };
    if (f === 'write') {
      const value = any();
      held.set(key, value);
      return { ...at, f, value };
    }
    const value = [any(), any()] as const;
    if (now !== value[0]) return { ...at, f, value, output: 'mismatch' };
    held.set(key, value[1]);
    return { ...at, f, value };
  };
  return Array.from({ length: operations }, (_, id) => operation(id));
}
