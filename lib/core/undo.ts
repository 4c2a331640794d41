import { messageOf } from './errors.ts';

interface Cure {
  readonly label: string;
  readonly run: () => Promise<unknown>;
}

/**
 * Cures in the order of their harms. A cure is registered before its harm, and taken off by
 * whoever has carried it out; `unwind` carries out the rest, last harm first.
 */
export class UndoStack {
  readonly #cures: Cure[] = [];

  /** Registers a cure and returns the way to carry it out early (once; later calls do nothing). */
  defer(label: string, run: () => Promise<unknown>): () => Promise<void> {
    const cure = { label, run };
    this.#cures.push(cure);
    return async () => {
      const index = this.#cures.indexOf(cure);
      if (index === -1) return;
      await run();
      this.#cures.splice(this.#cures.indexOf(cure), 1);
    };
  }

  get labels(): readonly string[] {
    return this.#cures.map((cure) => cure.label);
  }

  /** Carries out every cure left; one that fails does not keep the others from theirs. */
  async unwind(): Promise<void> {
    const failures: Error[] = [];
    for (let cure = this.#cures.pop(); cure !== undefined; cure = this.#cures.pop()) {
      const { label, run } = cure;
      await run().catch((cause: unknown) => {
        failures.push(new Error(`undo ${label}: ${messageOf(cause)}`, { cause }));
      });
    }
    if (failures.length > 0) throw new AggregateError(failures, 'some cures failed');
  }
}
