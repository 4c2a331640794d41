import type { Clock } from './clock.ts';

/** One at a time, in the order of asking. Who gives up leaves nothing behind. */
export class Turns {
  readonly #waiting = new Set<() => void>();
  #taken = false;

  /** Whether the turn came within `ms`; who has it must `pass` it on. */
  take(clock: Clock, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      if (!this.#taken) {
        this.#taken = true;
        resolve(true);
        return;
      }
      const begin = () => {
        cancel();
        resolve(true);
      };
      const cancel = clock.alarm(ms, () => {
        this.#waiting.delete(begin);
        resolve(false);
      });
      this.#waiting.add(begin);
    });
  }

  pass(): void {
    const [next] = this.#waiting;
    this.#taken = next !== undefined;
    if (next === undefined) return;
    this.#waiting.delete(next);
    next();
  }
}
