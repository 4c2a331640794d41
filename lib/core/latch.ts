import type { Clock } from './clock.ts';
import type { Timely } from './within.ts';

/**
 * A value that will be there one day, for many who each wait for a while: who gives up leaves
 * nothing behind. On a promise each of them would leave a reaction, and all of those would run
 * before the first who still waits.
 */
export class Latch<T> {
  readonly #waiting = new Set<(value: T) => void>();
  #held: { readonly value: T } | undefined;

  /** The value, if it is there. */
  get value(): T | undefined {
    return this.#held?.value;
  }

  open(value: T): void {
    this.#held = { value };
    for (const tell of this.#waiting) tell(value);
    this.#waiting.clear();
  }

  /** Waits for the value no longer than `ms`. */
  async wait(clock: Clock, ms: number): Promise<Timely<T>> {
    if (this.#held !== undefined) return this.#held;
    const { promise, resolve } = Promise.withResolvers<Timely<T>>();
    const waiting = new AbortController();
    const tell = (value: T) => resolve({ value });
    this.#waiting.add(tell);
    clock.sleep(ms, waiting.signal).then(
      () => resolve('late'),
      () => 'told before',
    );
    const found = await promise;
    this.#waiting.delete(tell);
    waiting.abort();
    return found;
  }
}
