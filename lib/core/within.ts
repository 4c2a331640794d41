import type { Clock } from './clock.ts';
import { HarnessError } from './errors.ts';

/** What a promise came to, or that it took too long. */
export type Timely<T> = { readonly value: T } | 'late';

/**
 * Waits for a promise no longer than `ms`. A late one is not stopped, only no longer waited for:
 * its caller gives it up (and its rejection then concerns nobody).
 */
export function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<Timely<T>> {
  return new Promise((resolve, reject) => {
    const cancel = clock.alarm(ms, () => resolve('late'));
    promise.then(
      (value) => {
        cancel();
        resolve({ value });
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

/** Waits for an engine no longer than it may take; rejects with what was waited for. */
export async function inTime<T>(
  clock: Clock,
  promise: Promise<T>,
  withinMs: number,
  what: string,
): Promise<T> {
  const found = await within(clock, withinMs, promise);
  if (found !== 'late') return found.value;
  throw new HarnessError('TIMEOUT', `waited for ${what}: not within ${withinMs / 1_000} s`, {
    hint: 'The engine or its kernel hangs: see `dmesg` and the engine’s log, then `blackstart clean`.',
    facts: { what, withinMs },
  });
}
