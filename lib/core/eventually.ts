import type { Clock } from './clock.ts';
import { HarnessError, messageOf } from './errors.ts';

export interface EventuallyOptions {
  readonly clock: Clock;
  readonly withinMs: number;
  /** Pause between two looks; the condition is also looked at once at the very start. */
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Where a person finds out more, for the error's hint. */
  readonly hint?: string;
}

/** What a look found: the awaited value, or what there was instead. */
export type Look<T> = { readonly done: T } | { readonly state: string };

/**
 * Waits until a look is done, and says what it waited for and what it last saw if it never is.
 * A look that throws counts as a state: the thing may not be reachable yet. A HarnessError ends
 * the wait: whoever throws it knows that waiting is in vain.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<Look<T>>,
  { clock, withinMs, everyMs = 50, signal, hint }: EventuallyOptions,
): Promise<T> {
  const giveUpAt = clock.now() + withinMs;
  let state = 'not looked at yet';
  for (;;) {
    signal?.throwIfAborted();
    const found = await look().catch((error: unknown) => {
      if (error instanceof HarnessError) throw error;
      return { state: messageOf(error) };
    });
    if ('done' in found) return found.done;
    state = found.state;
    if (clock.now() >= giveUpAt) break;
    await clock.sleep(everyMs, signal);
  }
  throw new HarnessError(
    'TIMEOUT',
    `${what}: not within ${withinMs / 1_000} s; last state: ${state}`,
    {
      hint: hint ?? 'See the service logs in the folder of this run.',
      facts: { what, withinMs, state },
    },
  );
}
