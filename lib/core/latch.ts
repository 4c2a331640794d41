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
  wait(clock: Clock, ms: number): Promise<Timely<T>> {
    if (this.#held !== undefined) return Promise.resolve(this.#held);
    return new Promise((resolve) => {
      const tell = (value: T) => {
        cancel();
        resolve({ value });
      };
      const cancel = clock.alarm(ms, () => {
        this.#waiting.delete(tell);
        resolve('late');
      });
      this.#waiting.add(tell);
    });
  }
}
