import { byInvocation, type KeyHistory, NONE, type Step, UNWRITTEN } from './key-history.ts';

/** Where a configuration was, to return to. */
export interface Mark {
  readonly state: number;
  readonly front: number;
  readonly depth: number;
}

/**
 * A partial linearization: what has been put in order, and what the register holds after it.
 *
 * It changes in place and goes back in the opposite order: "lift" and "unlift" on a doubly linked
 * list, as Lowe (2017) and Porcupine put the search of Wing & Gong (1993).
 */
export class Configuration {
  /** What the register holds: a position in the history's `values`. */
  state = UNWRITTEN;
  /** The first definite step, by return, that is not yet in order. */
  front = 0;
  readonly history: KeyHistory;
  /** One bit an open step: 1 if it took effect. Sixteen a unit, as in a string. */
  readonly openTaken: Uint16Array;
  readonly #taken: Uint8Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #trail: number[] = [];

  constructor(history: KeyHistory) {
    const { steps, definite } = history;
    this.history = history;
    this.#taken = new Uint8Array(steps.length);
    this.openTaken = new Uint16Array(Math.ceil((steps.length - definite) / 16));
    this.#next = new Int32Array(definite + 1);
    this.#previous = new Int32Array(definite + 1);
    this.#link();
  }

  /** All that happened is in order. */
  get complete(): boolean {
    return this.front === this.history.definite;
  }

  /** The end of the list of definite steps, before its first and after its last. */
  get end(): number {
    return this.history.definite;
  }

  /** The definite step after this one, by invocation, that is not yet in order. */
  after(index: number): number {
    return this.#next[index] ?? this.end;
  }

  isTaken(index: number): boolean {
    return this.#taken[index] === 1;
  }

  step(index: number): Step {
    return this.history.steps[index] as Step;
  }

  /** Nothing that is not yet in order returned before this step was invoked: it may be next. */
  isMinimal({ invokedAt }: Step): boolean {
    return !this.complete && invokedAt <= this.step(this.front).returnedAt;
  }

  /** The register, as it is, allows this step. */
  allows({ requires, refuses }: Step): boolean {
    return (requires === NONE || requires === this.state) && refuses !== this.state;
  }

  /** Puts a step next in order. */
  take(index: number): void {
    const { writes } = this.step(index);
    if (writes !== NONE) this.state = writes;
    this.#taken[index] = 1;
    this.#trail.push(index);
    if (index < this.history.definite) this.#unlink(index);
    else this.#flip(index);
    while (this.front < this.history.definite && this.#taken[this.front] === 1) this.front += 1;
  }

  /**
   * Puts in order what changes nothing and may be next.
   *
   * It costs no alternative: an order that has such a step later is as good with it here.
   */
  takeObservers(): void {
    for (let index = this.after(this.end); index !== this.end; index = this.after(index)) {
      const step = this.step(index);
      if (!this.isMinimal(step)) return;
      if (step.writes === NONE && this.allows(step)) this.take(index);
    }
  }

  mark(): Mark {
    return { state: this.state, front: this.front, depth: this.#trail.length };
  }

  /** Takes back what was put in order since. */
  backTo({ state, front, depth }: Mark): void {
    while (this.#trail.length > depth) {
      const index = this.#trail.pop() as number;
      this.#taken[index] = 0;
      if (index < this.history.definite) this.#relink(index);
      else this.#flip(index);
    }
    this.state = state;
    this.front = front;
  }

  #link(): void {
    const { steps, definite } = this.history;
    const order = Array.from({ length: definite }, (_, index) => index).sort((one, other) =>
      byInvocation(steps[one] as Step, steps[other] as Step),
    );
    let last = this.end;
    for (const index of [...order, this.end]) {
      this.#next[last] = index;
      this.#previous[index] = last;
      last = index;
    }
  }

  #unlink(index: number): void {
    this.#next[this.#previous[index] as number] = this.#next[index] as number;
    this.#previous[this.#next[index] as number] = this.#previous[index] as number;
  }

  #relink(index: number): void {
    this.#next[this.#previous[index] as number] = index;
    this.#previous[this.#next[index] as number] = index;
  }

  #flip(index: number): void {
    const position = index - this.history.definite;
    const unit = position >>> 4;
    this.openTaken[unit] = (this.openTaken[unit] as number) ^ (1 << (position & 15));
  }
}
