/**
 * What enters a container, and what freezes it, keep out of each other's way. A process that is just being
 * started in there when all is frozen keeps the engine waiting, which then does nothing with that container
 * any more: not even remove it.
 */
export class Door {
  readonly #inside = new Set<Promise<unknown>>();
  #closing: Promise<unknown> | undefined;

  /** As soon as nobody freezes it; several may be inside at one time. */
  async enter<T>(visit: () => Promise<T>): Promise<T> {
    while (this.#closing !== undefined) await this.#closing;
    const visiting = visit();
    const left = visiting.catch(() => 'told to who entered');
    this.#inside.add(left);
    try {
      return await visiting;
    } finally {
      this.#inside.delete(left);
    }
  }

  /** As soon as nobody is inside; nobody enters meanwhile. */
  async close<T>(freeze: () => Promise<T>): Promise<T> {
    while (this.#closing !== undefined) await this.#closing;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closing = promise;
    try {
      await Promise.all(this.#inside);
      return await freeze();
    } finally {
      this.#closing = undefined;
      resolve();
    }
  }
}
